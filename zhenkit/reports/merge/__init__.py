"""What became of the answers of departments."""

"""What `rules verify` found, a file a format."""

"""What would be read of a file, before anything is judged."""

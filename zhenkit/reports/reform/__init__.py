"""What a change of a standard does to towns, in each format."""

"""What separates towns from a grade, in each format."""

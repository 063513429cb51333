"""A town along the values of a fact, or of two, in each format."""

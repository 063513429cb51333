"""A rule set -> a page to fill in, that judges a town as one types."""

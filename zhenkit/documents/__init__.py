"""YAML and JSON read within bounds, every value with its line and column."""

"""Readings of the tree of checks: each a handful of small functions that the fold in `checks.py` calls."""

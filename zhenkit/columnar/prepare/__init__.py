"""Cells as they were written -> prepared columns."""

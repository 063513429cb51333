"""The same judging for millions of rows: whole columns at a time, in an engine."""

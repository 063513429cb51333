"""The same judging for millions of rows, whole columns at a time: sources -> plan -> prepare -> evaluate -> results."""

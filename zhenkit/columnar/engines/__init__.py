"""Polars, DuckDB and Spark, one file each."""

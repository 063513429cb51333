"""CSV, XLSX and Parquet: which rows are the table, what its columns are, and a row as a town."""

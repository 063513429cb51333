"""Tables judged by columns, in an engine: one file each engine, all preparing rows alike and judging by one tree."""

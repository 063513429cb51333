"""Pages for a terminal, tables, HTML elements, line breaking that knows Chinese."""

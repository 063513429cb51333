"""XLSX workbooks, read as a person sees them: number formats, merged and hidden cells, formulas and their results."""

"""Reports of the dictionary of facts: what there is, and what goes by a word."""

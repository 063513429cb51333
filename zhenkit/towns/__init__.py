"""Files, folders and standard input -> towns, with every problem found on the way."""

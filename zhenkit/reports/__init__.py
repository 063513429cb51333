"""Results -> text, JSON and other formats: a folder a subject, a file a format. `formats.py` lists the formats."""

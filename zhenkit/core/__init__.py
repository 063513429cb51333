"""What knows nothing of towns or rules: errors, languages, files, escaping, optional libraries, progress, signals."""

"""Word documents: a template with tags, the user's or ours, filled in with what a report says."""

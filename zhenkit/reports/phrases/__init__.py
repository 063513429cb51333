"""The words that formats share."""

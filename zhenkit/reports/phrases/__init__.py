"""The one vocabulary of all reports: grades, titles, values and criteria in words."""

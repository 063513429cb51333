"""Prepared columns -> grades and scores."""

"""Correct reports with other figures and words, slips planted in them, and how many of these the checker finds."""

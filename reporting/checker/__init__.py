"""Reads a report back and tests its figures against each other."""

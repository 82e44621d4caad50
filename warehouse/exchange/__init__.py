"""Sending open differences to the party that has to act, and reading its answered workbook back."""

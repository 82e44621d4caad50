"""Documents of the year: the self-evaluation, the annual report, and the checker of reports."""

"""All passes and verdicts of two legs at size, against a bare join and other tools."""

"""Bytes in: from the bureaus' files to the landing zone (all-text Parquet, receipts, quarantine)."""

"""Owns DuckDB: settings, dbt runs, publication, the ledger of runs and the command line."""

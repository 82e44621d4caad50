"""Rows of one file as Parquet in the scratch folder: numbered, stripped, all text, in the contract's columns."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ingest.contract import Column
from ingest.findings import FileWarning
from ingest.job import Job
from ingest.trailer import Reported

BLANKS = " \t\u3000"
# a dictionary is given up early in columns of identifiers: that saves a sixth of the writing
PARQUET = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 4000)"


@dataclass(frozen=True)
class Staged:
    """A file that was read: its rows (personal columns included), and the control totals it states."""

    rows: Path
    reported: Reported | None
    warnings: list[FileWarning] = field(default_factory=list)

    @property
    def relation(self) -> str:
        """The rows in SQL."""
        return f"read_parquet({literal(str(self.rows))})"


def quoted(name: str) -> str:
    """A column name in SQL."""
    return f'"{name}"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def select_rows(job: Job, columns: list[Column], source: str) -> str:
    """SELECT of ``source`` (``source_row`` and ``columns``) as it is staged; absent columns are NULL."""
    present = {c.name for c in columns}
    parts = [f"{literal(job.source_file_id)} AS source_file_id", "source_row"]
    for column in job.contract.columns:
        name = column.name
        value = quoted(name) if name in present else "CAST(NULL AS VARCHAR)"
        parts.append(f"{value} AS {quoted(name)}")
    return f"SELECT {', '.join(parts)} FROM {source}"


def typed_columns(columns: list[Column]) -> str:
    """The ``columns`` argument of ``read_csv``: the record number, then text."""
    return "{'source_row': 'BIGINT', " + ", ".join(f"{literal(c.name)}: 'VARCHAR'" for c in columns) + "}"

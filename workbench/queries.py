"""The SQL of the pages: one file for each question, in workbench/sql."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from workbench import words
from workbench.published import Reader

_FOLDER = Path(__file__).parent / "sql"


@lru_cache
def statement(name: str) -> str:
    """Text of ``workbench/sql/<name>.sql``; ``/*bucket*/`` is the bucket of ``age_days``."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("/*bucket*/", words.bucket_of("age_days"))


def knows(reader: Reader, table: str, column: str | None = None) -> bool:
    """Whether the published file has this mart (and column): files of an earlier build may lack it."""
    return (
        reader.row(
            "select 1 as found from duckdb_columns() where database_name = current_database() and schema_name = 'marts' "
            "and table_name = ? and column_name = coalesce(?, column_name) limit 1",
            [table, column],
        )
        is not None
    )

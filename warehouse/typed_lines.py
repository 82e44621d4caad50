"""Typed lines outlive a build: the next one types only months whose files changed (ADR 0071). All else is made anew.

On DuckDB they lie in the build file, on Spark in a schema of their own. They are worth keeping only under the code that
made them, so a note of that code is written when a build has passed, and a build under other code is whole.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import duckdb

from warehouse.code_digest import code_digest
from warehouse.connection import writer
from warehouse.settings import MissingKeyError, Settings

SCHEMA = "typed"


def typed_by_this_code(settings: Settings) -> bool:
    """Whether the newest typed lines were made by the code, the libraries and the engine of now."""
    note = _note(settings)
    return note.exists() and note.read_text() == _made_by(settings)


def remember_typed(settings: Settings) -> None:
    """Say of the typed lines that the code of now made them. To be called when a build has passed."""
    _note(settings).write_text(_made_by(settings))


def forget_typed(settings: Settings) -> None:
    """The next build is whole and starts from no file."""
    _note(settings).unlink(missing_ok=True)
    for leftover in settings.build_path.parent.glob(f"{settings.build_path.name}*"):
        leftover.unlink()


def only_typed_left(build: Path) -> bool:
    """Empty the build file but for typed lines. False if there is none, or none that can be used: then begin without it."""
    if not build.exists():
        return False
    try:
        with writer(build) as connection:
            for schema in _others(connection):
                connection.execute(f'drop schema "{schema}" cascade')
    except duckdb.Error:
        return False
    return True


def _others(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select schema_name from duckdb_schemas() where database_name = current_database() and not internal "
        "and schema_name not in ('main', $kept)",
        {"kept": SCHEMA},
    ).fetchall()
    return [str(row[0]) for row in rows]


def _note(settings: Settings) -> Path:
    return settings.under("build", "typed_by")


def _made_by(settings: Settings) -> str:
    """Code, engine, and the key of the persons' hashes: a landing zone taken in anew under another key has other hashes."""
    said = f"{settings.engine} {duckdb.__version__} {settings.schema_prefix} {code_digest()}"
    try:
        key = settings.key()
    except MissingKeyError:
        key = b""
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()

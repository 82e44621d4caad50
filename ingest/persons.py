"""Persons become keys: HMAC-SHA256 of the identity number; number and name stay in the vault.

The vault is one DuckDB file, table ``person(person_key, person_id, person_name, valid)``: one row for each
spelling of a person's name. It only grows; writing the same file again adds nothing.
"""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path

import duckdb

from ingest.check_digits import is_resident_id
from ingest.contract import SourceContract
from ingest.staging import BLANKS, literal, quoted

FULL_WIDTH = "０１２３４５６７８９ＸｘX"
HALF_WIDTH = "0123456789XXX"
KEY_LENGTH = 32
"""Hex characters kept of the hash: 128 bits."""
BLOCK = 64
BACK_OFF = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30)
"""Seconds to wait for another process that writes the vault."""


def normal_person_id(number: str) -> str:
    """An identity number as it is hashed: no outer blanks, half-width, upper-case X."""
    return number.strip(BLANKS).translate(str.maketrans(FULL_WIDTH, HALF_WIDTH)).upper()


def person_key(pseudonym_key: bytes, number: str) -> str:
    """The key that stands for a person everywhere outside the vault (32 hex characters)."""
    return hmac.new(pseudonym_key, normal_person_id(number).encode(), hashlib.sha256).hexdigest()[:KEY_LENGTH]


def prepare_keys(connection: duckdb.DuckDBPyConnection, pseudonym_key: bytes) -> None:
    """Give ``connection`` the two padded keys of HMAC as variables, so that no statement holds them."""
    key = hashlib.sha256(pseudonym_key).digest() if len(pseudonym_key) > BLOCK else pseudonym_key
    block = key.ljust(BLOCK, b"\0")
    connection.execute("SET VARIABLE hmac_inner = ?", [bytes(b ^ 0x36 for b in block)])
    connection.execute("SET VARIABLE hmac_outer = ?", [bytes(b ^ 0x5C for b in block)])


def normal_sql(name: str) -> str:
    """SQL of ``normal_person_id``."""
    return f"upper(translate(trim({quoted(name)}, {literal(BLANKS)}), {literal(FULL_WIDTH)}, {literal(HALF_WIDTH)}))"


def key_sql(name: str) -> str:
    """SQL of ``person_key`` for a column, after ``prepare_keys``."""
    inner = f"unhex(sha256(CAST(getvariable('hmac_inner') AS BLOB) || encode({normal_sql(name)})))"
    return f"left(sha256(CAST(getvariable('hmac_outer') AS BLOB) || {inner}), {KEY_LENGTH})"


def open_vault(connection: duckdb.DuckDBPyConnection, vault: Path) -> None:
    """Attach the vault as ``vault``; made with mode 0600 in a folder of mode 0700."""
    vault.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    vault.parent.chmod(0o700)
    _attach(connection, vault)
    vault.chmod(0o600)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS vault.person (person_key VARCHAR NOT NULL, person_id VARCHAR NOT NULL, "
        "person_name VARCHAR NOT NULL, valid BOOLEAN NOT NULL)"
    )


def _attach(connection: duckdb.DuckDBPyConnection, vault: Path) -> None:
    for wait in (*BACK_OFF, None):
        try:
            connection.execute(f"ATTACH {literal(str(vault))} AS vault")
            return
        except duckdb.IOException:  # another process writes the vault just now
            if wait is None:
                raise
            time.sleep(wait)


def store_persons(connection: duckdb.DuckDBPyConnection, contract: SourceContract, relation: str) -> None:
    """Add the persons of ``relation`` that the vault lacks, and leave table ``bad_person`` (person_id as delivered)."""
    identity, name = contract.person_id, contract.person_name
    if identity is None:
        return
    shown = f"coalesce({quoted(name.name)}, '')" if name else "''"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE seen AS SELECT DISTINCT {normal_sql(identity.name)} AS person_id, "
        f"{shown} AS person_name FROM {relation} WHERE {quoted(identity.name)} IS NOT NULL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM seen ANTI JOIN vault.person USING (person_id, person_name)"
    )
    numbers = connection.execute("SELECT DISTINCT person_id FROM fresh").fetchall()
    bad = [n[0] for n in numbers if not is_resident_id(n[0])] if identity.check_digit == "resident_id" else []
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bad_fresh AS SELECT unnest(CAST(? AS VARCHAR[])) AS person_id", [bad]
    )
    connection.execute(
        f"INSERT INTO vault.person SELECT {key_sql('person_id')}, person_id, person_name, "
        "person_id NOT IN (SELECT person_id FROM bad_fresh) FROM fresh ORDER BY person_id, person_name"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bad_person AS SELECT DISTINCT person_id FROM vault.person "
        "SEMI JOIN seen USING (person_id) WHERE NOT valid"
    )
    for table in ("seen", "fresh", "bad_fresh"):
        connection.execute(f"DROP TABLE {table}")

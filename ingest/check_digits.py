"""Check digits of payers' codes and of resident identity numbers, by python-stdnum."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

import re
from functools import lru_cache

import duckdb
from stdnum.cn import ric, uscc

from ingest.checks import RowCheck
from ingest.contract import Column, SourceContract
from ingest.findings import WARN
from ingest.staging import literal, quoted

MESSAGES = {
    "uscc": "统一社会信用代码的校验位不对",
    "taxpayer": "纳税人识别号既不是校验位正确的 18 位统一社会信用代码，也不是 15 位旧号",
}


@lru_cache(maxsize=500_000)
def is_uscc(number: str) -> bool:
    """GB 32100: 18 characters with a right check character."""
    return len(number) == 18 and uscc.is_valid(number)


def is_taxpayer(number: str) -> bool:
    """A USCC, or the older 15 characters: division (6 digits) and organisation code (9 characters)."""
    return is_uscc(number) or re.fullmatch(r"[1-9]\d{5}[0-9A-Z]{9}", number, re.ASCII) is not None


def is_resident_id(number: str) -> bool:
    """GB 11643: form, date of birth and check character.

    The division code is left out on purpose: codes are withdrawn, and young cities are missing in lists.
    """
    if not re.fullmatch(r"[1-9]\d{16}[0-9X]", number, re.ASCII) or number[-1] != ric.calc_check_digit(number):
        return False
    try:
        ric.get_birth_date(number)
    except ValueError:
        return False
    return True


def bad_codes(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, relation: str
) -> dict[Column, list[str]]:
    """Payers' codes with a wrong check digit, by column; only distinct values are looked at."""
    found = {}
    for column in contract.columns:
        if column.check_digit not in MESSAGES or column.personal:
            continue
        valid = is_uscc if column.check_digit == "uscc" else is_taxpayer
        name = quoted(column.name)
        values = connection.execute(f"SELECT DISTINCT {name} FROM {relation} WHERE {name} IS NOT NULL").fetchall()
        found[column] = [value for (value,) in values if not valid(value)]
    return found


def check_digit_checks(connection: duckdb.DuckDBPyConnection, bad: dict[Column, list[str]]) -> list[RowCheck]:
    """Warnings for the rows with one of the ``bad`` codes; leaves a temporary table ``bad_<column>`` for each column."""
    found = []
    for column, codes in bad.items():
        if not codes:
            continue
        table = f"bad_{column.name}"
        values = ", ".join(literal(code) for code in codes)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest([{values}]) AS value")
        condition = f"{quoted(column.name)} IN (SELECT value FROM {table})"
        found.append(RowCheck("check_digit", WARN, column, condition, MESSAGES[str(column.check_digit)]))
    return found

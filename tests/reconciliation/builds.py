"""Builds the reconciliation marts of a landing zone with the real dbt, and reads what they say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.reconciliation.landing_zone import Delivered, write_landing
from warehouse.closes import write_close_index
from warehouse.dbt_run import run_dbt
from warehouse.decision_file import ensure_decision_files
from warehouse.settings import Settings

LINES = """
    select region_code, leg, party, record_key, fund_code, amount, verdict, coalesce(cause, ''), coalesce(group_id, ''),
        opened_period, coalesce(cleared_period, ''), rule
    from marts.fct_reconciliation_line order by all
"""


@dataclass(frozen=True)
class Line:
    """One line's verdict."""

    region: str
    leg: str
    party: str
    key: str
    fund: str
    amount: str
    verdict: str
    cause: str
    group: str
    opened: str
    cleared: str
    rule: str


@dataclass(frozen=True)
class Build:
    """A finished build: did dbt and its tests succeed, and every line that the marts hold."""

    path: Path
    ok: bool
    failures: str
    lines: list[Line]

    def of(self, region: str) -> list[Line]:
        """Lines of one region."""
        return [line for line in self.lines if line.region == region]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Answer of the built warehouse."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(query).fetchall()


def build(
    home: Path, deliveries: list[Delivered], *, tests: bool = True, threads: int = 2, backwards: bool = False
) -> Build:
    """Land the deliveries under ``home`` and build everything that the reconciliation marts need."""
    settings = Settings(home=home, threads=threads, memory_limit="2GB")
    write_landing(settings.landing_path, deliveries, backwards=backwards)
    write_close_index(settings.closed_path)
    ensure_decision_files(settings)
    settings.build_path.parent.mkdir(parents=True, exist_ok=True)
    kinds = ("unit_test",) if tests else ("test", "unit_test")
    result = run_dbt(
        settings, "build", "-s", "+marts.reconciliation", "--exclude", "every_control_reported",
        "--exclude-resource-type", *kinds,
    )  # fmt: skip
    failures = "\n".join(f"{node.name}: {node.message}" for node in result.failures) or str(result.message)
    lines: list[Line] = []
    if settings.build_path.exists():
        with duckdb.connect(str(settings.build_path), read_only=True) as connection:
            lines = [Line(*(str(cell) for cell in row)) for row in connection.execute(LINES).fetchall()]
    return Build(settings.build_path, result.ok, failures, lines)

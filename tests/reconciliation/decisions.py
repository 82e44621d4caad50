"""People's decisions of the scenarios: which lines they name is looked up in a build, as a person would in the warehouse."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from tests.reconciliation import tables
from tests.reconciliation.landing_zone import Delivered, deliver, write_landing
from warehouse.closes import write_close_index
from warehouse.dbt_run import run_dbt
from warehouse.decision_file import ensure_decision_files, write_decision_files
from warehouse.settings import Settings

MAKER, CHECKER = "zhang", "li"
FIRST = datetime(2023, 3, 1, 9, 0, tzinfo=UTC)
UNIT_MODELS = ["tax_fin_line", "ssa_fin_benefit_line", "ledger_fin_line", "ssa_tax_unit"]
IDENTITY = """
    select 'ssa_tax', region_code, case side when 'L' then 'social_security' else 'tax' end, record_key,
        to_hex(unit_id), to_hex(unit_id) from matching.ssa_tax_unit
    union all select 'tax_fin', region_code, party, record_key, to_hex(line_id), to_hex(unit_id) from matching.tax_fin_line
    union all select 'ssa_fin_benefit', region_code, party, record_key, to_hex(line_id), to_hex(unit_id)
        from matching.ssa_fin_benefit_line
    union all select 'ledger_fin', region_code, party, record_key, to_hex(line_id), to_hex(unit_id)
        from matching.ledger_fin_line
"""
Identity = dict[tuple[str, str, str, str], tuple[str, str]]


@dataclass(frozen=True)
class Decision:
    """A row of a scenario's ``decisions.csv``: what a person decided, what must become of it, and why not."""

    id: str
    kind: str
    leg: str
    cause: str | None
    lines: tuple[tuple[str, str], ...]
    state: str
    why: str


def read(folder: Path, region: str) -> list[Decision]:
    """Decisions of a scenario in the order in which they were approved; a key that ends in * names the whole batch."""
    return [
        Decision(
            str(row["decision"]),
            str(row["kind"]),
            str(row["leg"]),
            row["cause"],
            tuple((name.split(" ", 1)[0], name.split(" ", 1)[1]) for name in (row["lines"] or "").split("; ") if name),
            str(row["state"]),
            row["why"] or "",
        )
        for row in tables.read(folder, "decisions", region)
    ]


def identities(home: Path, scenarios: dict[Path, str]) -> Identity:
    """Ids of the lines that people saw when they decided: of the deliveries before any that came again."""
    settings = Settings(home=home, threads=2, memory_limit="1GB")
    write_landing(settings.landing_path, [_seen(folder, region) for folder, region in scenarios.items()])
    write_close_index(settings.closed_path)
    ensure_decision_files(settings)
    settings.build_path.parent.mkdir(parents=True, exist_ok=True)
    wanted = [f"+{model}" for model in UNIT_MODELS]
    result = run_dbt(settings, "build", "-s", *wanted, "--exclude-resource-type", "test", "unit_test")
    assert result.ok, result.message
    with duckdb.connect(str(settings.build_path), read_only=True) as connection:
        rows = connection.execute(IDENTITY).fetchall()
    return {(leg, region, party, key): (line, unit) for leg, region, party, key, line, unit in rows}


def _seen(folder: Path, region: str) -> Delivered:
    before = folder / "before"
    return deliver(before if before.exists() else folder, region)


def write(home: Path, scenarios: dict[Path, str], known: Identity, *, backwards: bool = False) -> None:
    """Write every scenario's decisions for a build of ``home``, one minute between two approvals."""
    decided: list[tuple[object, ...]] = []
    lines: list[tuple[object, ...]] = []
    for folder, region in scenarios.items():
        for minute, each in enumerate(read(folder, region)):
            name, at = f"{region}-{each.id}", FIRST + timedelta(minutes=minute)
            decided.append((name, each.kind, each.leg, region, "202301", each.cause, "R1", MAKER, CHECKER, at, at))
            for party, key in each.lines:
                found = known[_leg(each.leg), region, party, key.removesuffix("*")]
                line = found[1] if key.endswith("*") else found[0]
                lines.append((name, None, party, None, line, key.removesuffix("*"), None, None, None))
    step = -1 if backwards else 1
    write_decision_files(Settings(home=home), decided[::step], lines[::step])


def _leg(leg: str) -> str:
    return "ssa_tax" if leg == "total_3way" else leg


def share_parse(source: Path, target: Path) -> None:
    """Parsing the project again would take longer than the build."""
    (target / "build" / "dbt").mkdir(parents=True, exist_ok=True)
    for remembered in ("partial_parse.msgpack", "checkout.txt"):
        shutil.copy(source / "build" / "dbt" / remembered, target / "build" / "dbt")

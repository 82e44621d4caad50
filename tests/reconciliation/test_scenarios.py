"""Three parties' small files in, verdicts out: each folder of ``scenarios`` is one case."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.reconciliation import tables
from tests.reconciliation.builds import Build, Line
from tests.reconciliation.conftest import REGION, SCENARIOS

pytestmark = pytest.mark.dbt


def test_the_project_builds_and_its_own_tests_pass(judged: Build) -> None:
    assert judged.ok, judged.failures


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda path: path.name)
def test_scenario(folder: Path, judged: Build) -> None:
    region = REGION[folder.name]
    told: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in judged.of(region):
        told[line.leg, line.party, line.key].append(line)
    groups: dict[str, set[str]] = defaultdict(set)
    wrong = []
    for row in tables.read(folder, "expected", region):
        lines = told[str(row["leg"]), str(row["party"]), str(row["key"])]
        wrong += _compare(row, lines)
        if row.get("group"):
            groups[str(row["group"])] |= {line.group for line in lines}
    assert not wrong, "\n".join(wrong)
    assert all(len(ids) == 1 and "" not in ids for ids in groups.values()), groups
    assert len({next(iter(ids)) for ids in groups.values()}) == len(groups), "two groups of the table are one"


def _compare(row: tables.Row, lines: list[Line]) -> list[str]:
    name = f"{row['leg']} {row['party']} {row['key']}"
    found = "+".join(sorted(line.verdict for line in lines))
    expected = "+".join(sorted(str(row["verdict"]).split("+")))
    if found != expected:
        return [f"{name}: {found or 'no line'} by {[line.rule for line in lines]}, expected {expected}"]
    wrong = []
    for column in ("cause", "opened", "cleared"):
        said = {getattr(line, column) for line in lines}
        if row.get(column) and said != {row[column]}:
            wrong.append(f"{name}: {column} {said}, expected {row[column]}")
    return wrong


def test_every_verdict_and_every_leg_has_a_scenario(judged: Build) -> None:
    declared = {str(row[0]) for row in judged.rows("select distinct verdict from seeds.difference_causes")}
    expected = {
        verdict
        for folder in SCENARIOS
        for row in tables.read(folder, "expected", "910001")
        for verdict in str(row["verdict"]).split("+")
    }
    assert expected == declared


def _statuses(judged: Build, leg: str) -> dict[str, set[tuple[str, str, str]]]:
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    names = {region: name for name, region in REGION.items()}
    for region, fund, status, unexplained in judged.rows(
        "select region_code, fund_code, status, coalesce(cast(unexplained as varchar), '') "
        f"from marts.mart_reconciliation_summary where leg = '{leg}'"
    ):
        found[names.get(str(region), str(region))].add((str(fund), str(status), str(unexplained)))
    return found


@pytest.mark.parametrize("leg", ["ssa_tax", "tax_fin", "ssa_fin_benefit", "ledger_fin", "total_3way"])
def test_bridges_of_all_scenarios_are_proved(judged: Build, leg: str) -> None:
    proved = {"proven", "proven_with_open_items"}
    wrong = {
        name: found
        for name, found in _statuses(judged, leg).items()
        if not name.startswith("bridge__") and any(s not in proved or u != "0.00" for _, s, u in found)
    }
    assert not wrong


def test_books_that_say_something_else_leave_it_unexplained(judged: Build) -> None:
    assert ("110", "unexplained", "30.00") in _statuses(judged, "ssa_tax")["bridge__books_differ"]
    assert ("110", "unexplained", "30.00") in _statuses(judged, "total_3way")["bridge__books_differ"]


def test_without_a_reported_total_nothing_is_called_proved(judged: Build) -> None:
    assert ("110", "not_provable", "") in _statuses(judged, "ssa_tax")["bridge__no_books"]


def test_both_cut_offs_end_in_the_totals_of_the_files(judged: Build) -> None:
    region = REGION["matched__next_month"]
    ends = judged.rows(
        "select basis, period, cast(amount as varchar) from marts.fct_reconciliation_bridge where leg = 'ssa_tax' "
        f"and region_code = '{region}' and fund_code = '110' and line_code = 'right_reported' order by all"
    )
    assert ends == [
        ("paid_date", "202301", "1000.00"), ("paid_date", "202302", "0.00"),
        ("treasury_date", "202301", "0.00"), ("treasury_date", "202302", "1000.00"),
    ]  # fmt: skip

"""What people decided and others approved: it acts, or it says why not; and the proof holds whatever they decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reconciliation import decisions
from tests.reconciliation.builds import Build
from tests.reconciliation.conftest import DECIDED

pytestmark = pytest.mark.dbt
Told = dict[str, tuple[str, str, int]]


def _told(build: Build, region: str) -> Told:
    rows = build.rows(f"select decision_id, state, why, lines from marts.fct_decision where region_code = '{region}'")
    return {str(row[0]).split("-")[1]: (str(row[1]), str(row[2] or ""), int(str(row[3]))) for row in rows}


@pytest.mark.parametrize("folder", DECIDED, ids=lambda path: path.name)
def test_every_decision_says_what_became_of_it(folder: Path, judged: Build) -> None:
    wanted = decisions.read(folder, DECIDED[folder])
    told = _told(judged, DECIDED[folder])
    assert {name: state for name, (state, _, _) in told.items()} == {each.id: each.state for each in wanted}
    assert {each.id: told[each.id][1] for each in wanted if each.why not in told[each.id][1]} == {}
    assert {name: why for name, (state, why, _) in told.items() if (state == "applied") is bool(why) and "部分" not in why} == {}  # fmt: skip
    assert {each.id: told[each.id][2] for each in wanted} == {each.id: len(each.lines) for each in wanted}


def test_every_kind_acts_and_every_kind_is_refused_somewhere() -> None:
    seen = {(each.kind, each.state == "applied") for folder in DECIDED for each in decisions.read(folder, "910001")}
    assert {
        (kind, acts) for kind in ("match", "unmatch", "exclude", "explain", "write_off") for acts in (True, False)
    } <= seen


@pytest.mark.parametrize("folder", DECIDED, ids=lambda path: path.name)
def test_a_checker_stands_behind_lines_that_a_decision_holds(folder: Path, judged: Build) -> None:
    region = DECIDED[folder]
    applied = [each for each in decisions.read(folder, region) if each.state == "applied" and each.kind != "unmatch"]
    named = {(each.leg, party, key.removesuffix("*")) for each in applied for party, key in each.lines}
    confirmed = judged.rows(
        "select leg, party, record_key from marts.fct_reconciliation_line "
        f"where region_code = '{region}' and confirmed_by = '{decisions.CHECKER}'"
    )
    batches = {(str(leg), str(party), str(key)) for leg, party, key in confirmed}
    by_rule = {("ssa_tax", "social_security", "D3"), ("ssa_tax", "tax", "465016230100000003-1")}
    missing = named - batches - (by_rule if folder.name == "decision__explain" else set())
    assert not missing
    assert not {line for line in batches if line[0] not in {each.leg for each in applied}}


def test_a_person_never_checks_what_the_same_person_made(judged: Build) -> None:
    assert judged.rows("select count(*) from marts.fct_decision where maker = checker and state = 'applied'") == [(0,)]


def test_the_order_of_the_files_rows_changes_no_decision(judged: Build, judged_backwards: Build) -> None:
    query = "select decision_id, state, why from marts.fct_decision order by all"
    assert judged.rows(query) == judged_backwards.rows(query)
    assert len(judged.rows(query)) > 30

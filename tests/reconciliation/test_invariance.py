"""What must not change a verdict: row order, threads, the number of months seen at once, the codes of payers."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.reconciliation.builds import Build, Line
from tests.reconciliation.conftest import PREFIXES, RELABELLED, WITHOUT_ONE

pytestmark = pytest.mark.dbt
LAST = PREFIXES["202303"]
Answer = tuple[str, ...]


def _without_region(line: Line) -> Answer:
    return (
        line.leg,
        line.party,
        line.key.replace(line.region, ""),
        line.verdict,
        line.cause,
        line.opened,
        line.cleared,
    )


def _members(lines: list[Line]) -> dict[Answer, str]:
    """Groups of matched lines by their members, with the month in which each cleared."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    cleared: dict[tuple[str, str], str] = {}
    for line in lines:
        if line.verdict == "matched" and line.leg in ("ssa_tax", "tax_fin"):
            groups[line.leg, line.group].append(f"{line.party} {line.key}")
            cleared[line.leg, line.group] = line.cleared
    return {(leg, *sorted(keys)): cleared[leg, group] for (leg, group), keys in groups.items()}


def test_row_order_and_threads_change_nothing(judged: Build, judged_backwards: Build) -> None:
    assert judged_backwards.ok, judged_backwards.failures
    assert Counter(judged.lines) == Counter(judged_backwards.lines)


@pytest.mark.parametrize("month", ["202301", "202302"])
def test_month_by_month_is_all_at_once(judged: Build, month: str) -> None:
    then = _members(judged.of(PREFIXES[month]))
    now = {group: cleared for group, cleared in _members(judged.of(LAST)).items() if cleared <= month}
    assert then == now


@pytest.mark.parametrize("month", ["202301", "202302"])
def test_a_closed_months_bridge_opens_into_the_next(judged: Build, month: str) -> None:
    def carried(region: str, code: str, period: str) -> list[tuple[object, ...]]:
        return judged.rows(
            "select leg, fund_code, basis, amount from marts.fct_reconciliation_bridge where region_code = "
            f"'{region}' and period = '{period}' and line_code = '{code}' order by all"
        )

    following = f"{int(month) + 1}"
    assert carried(LAST, "open_carried_forward", month) == carried(LAST, "open_brought_forward", following)
    assert carried(PREFIXES[month], "open_carried_forward", month) == carried(LAST, "open_carried_forward", month)


def test_one_line_less_changes_one_verdict(judged: Build) -> None:
    def verdicts(region: str) -> dict[Answer, Answer]:
        return {
            (line.party, line.key): (line.verdict, line.cause) for line in judged.of(region) if line.leg == "ssa_tax"
        }

    whole, less = verdicts(LAST), verdicts(WITHOUT_ONE)
    gone = set(whole) - set(less)
    changed = {key: (whole[key], less[key]) for key in less if less[key] != whole[key]}
    assert gone == {("tax", "465016230200000001-1")}
    assert changed == {("social_security", "D201"): (("matched", ""), ("only_left", "no_tax_record"))}


def test_other_payer_codes_give_the_same_verdicts(judged: Build) -> None:
    assert Counter(map(_without_region, judged.of(LAST))) == Counter(map(_without_region, judged.of(RELABELLED)))


def test_a_line_is_in_one_group_at_most(judged: Build) -> None:
    lines = Counter((line.region, line.leg, line.party, line.key, line.verdict) for line in judged.lines)
    repeated = {line[0] for line, count in lines.items() if count > 1}
    assert not repeated, "only a file that repeats a row may give two lines of one key, and then different verdicts"

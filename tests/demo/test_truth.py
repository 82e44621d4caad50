"""Every verdict and cause is planted, and the truth names lines that stand in the files."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.demo.reading import benefits, contributions, journal, months, tax

WANTED = {
    ("ssa_tax", "matched", "in_transit"), ("ssa_tax", "amount_differs", "keying"), ("ssa_tax", "amount_differs", "recalculated"),
    ("ssa_tax", "amount_differs", "partial"), ("ssa_tax", "amount_differs", "over_paid"), ("ssa_tax", "amount_differs", "rounding"),
    ("ssa_tax", "fund_differs", "misclassified"), ("ssa_tax", "period_differs", "misattributed"),
    ("ssa_tax", "duplicate", "posted_twice"), ("ssa_tax", "duplicate", "collected_twice"),
    ("ssa_tax", "self_cancelled", "correction"), ("ssa_tax", "self_cancelled", "void"),
    ("ssa_tax", "refund", "not_yet_posted"), ("ssa_tax", "refund", "posted_as_expenditure"),
    ("ssa_tax", "late_fee", "booked_as_other_income"), ("ssa_tax", "only_right", "not_posted"),
    ("ssa_tax", "only_left", "no_tax_record"), ("ssa_tax", "only_right", "in_transit"), ("ssa_tax", "ambiguous", "equal_candidates"),
    ("ssa_tax", "unusable_key", "unknown_payer"), ("ssa_tax", "excluded", "agency_collected"),
    ("tax_fin", "matched", "in_transit"), ("tax_fin", "group_sum_differs", "batch_shortfall"),
    ("tax_fin", "group_sum_differs", "unit_error"), ("tax_fin", "group_sum_differs", "typo"),
    ("tax_fin", "fund_differs", "misclassified"), ("tax_fin", "only_left", "not_received"),
    ("tax_fin", "only_right", "no_tax_record"), ("tax_fin", "duplicate", "posted_twice"),
    ("tax_fin", "self_cancelled", "correction"), ("tax_fin", "excluded", "agency_collected"), ("tax_fin", "refund", "not_yet_posted"),
    ("ssa_fin_benefit", "matched", "in_transit"), ("ssa_fin_benefit", "group_sum_differs", "keying"),
    ("ssa_fin_benefit", "only_left", "not_received"), ("ssa_fin_benefit", "only_right", "no_benefit_batch"),
    ("ssa_fin_benefit", "duplicate", "posted_twice"), ("ssa_fin_benefit", "matched", "returned"),
    ("ssa_fin_benefit", "excluded", "reissued"), ("ledger_fin", "amount_differs", "late_fee"),
}  # fmt: skip


def ask(truth: Path, table: str, query: str) -> list[tuple[object, ...]]:
    source = duckdb.read_parquet(str(truth / f"{table}.parquet"))
    return source.query("t", query).fetchall()


@pytest.fixture(scope="module")
def keys(inbox: Path) -> dict[str, set[str]]:
    periods = list(months(2020))
    return {
        "tax_collection": {f"{r['电子税票号码']}-{r['明细序号']}" for p in periods for r in tax(inbox, p)},
        "ss_contribution": {
            r["到账流水号"] for p in periods for r in contributions(inbox, p, "_v2" if p == "202005" else "")
        },
        "ss_benefit": {r["发放流水号"] for p in periods for r in benefits(inbox, p)},
        "fin_special_account": {str(r["凭证号"]) for p in periods for r in journal(inbox, p)},
    }


def test_every_verdict_and_cause_is_planted(truth: Path) -> None:
    planted = set(ask(truth, "difference", "SELECT DISTINCT leg, verdict, cause FROM t"))
    assert planted >= WANTED


def test_planted_lines_stand_in_the_files(truth: Path, keys: dict[str, set[str]]) -> None:
    for dataset, present in keys.items():
        named = {key for (key,) in ask(truth, "difference", f"SELECT record_key FROM t WHERE dataset = '{dataset}'")}
        assert named
        assert named <= present, (dataset, sorted(named - present)[:3])


def test_a_line_has_one_verdict_in_a_leg(truth: Path) -> None:
    query = "SELECT leg, record_key FROM t WHERE leg <> 'ledger_fin' GROUP BY ALL HAVING count(*) > 1"
    assert ask(truth, "difference", query) == []


def test_links_and_differences_account_for_every_line(truth: Path, keys: dict[str, set[str]]) -> None:
    """A posting is linked to its tax line, or the truth says why it stands alone; and the other way round."""
    linked = ask(truth, "link", "SELECT left_key, right_key FROM t WHERE leg = 'ssa_tax'")
    alone = {key for (key,) in ask(truth, "difference", """
        SELECT record_key FROM t WHERE leg = 'ssa_tax' AND verdict NOT IN
        ('matched', 'amount_differs', 'fund_differs', 'period_differs')""")}  # fmt: skip
    postings, lines = {str(left) for left, _ in linked}, {str(right) for _, right in linked}
    assert postings | (alone & keys["ss_contribution"]) == keys["ss_contribution"]
    assert lines | (alone & keys["tax_collection"]) == keys["tax_collection"]
    assert not postings & alone
    assert not lines & alone


def test_the_truth_is_not_in_the_inbox(inbox: Path, truth: Path) -> None:
    assert {p.name for p in truth.iterdir()} == {"difference.parquet", "link.parquet", "oddity.csv", "revision.csv"}
    assert not [p for p in inbox.rglob("*") if "truth" in p.name or p.suffix == ".parquet"]

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

import duckdb

from benchmarks.quality.catalogue import KINDS
from benchmarks.quality.deliveries import Planted
from tests.quality.delivered import SAMPLE_CONTRIBUTION, amount, barred, benefit, files, sheet, tax

Key = tuple[str, str, str]


def of_payments(planted: Planted) -> Iterator[tuple[Key, Decimal]]:
    for path in files(planted.inbox, "tax_collection"):
        for row in tax(path)[0]:
            for leg in ("ssa_tax", "tax_fin"):
                yield (leg, "tax", f"{row['电子税票号码']}-{row['明细序号']}"), amount(row["实缴金额"])
    for path in files(planted.inbox, "ss_contribution"):
        for row in barred(path, SAMPLE_CONTRIBUTION)[0]:
            yield ("ssa_tax", "social_security", row["到账流水号"]), amount(row["到账金额"])
    for path in files(planted.inbox, "ss_benefit"):
        for row in benefit(path)[0]:
            yield ("ssa_fin_benefit", "social_security", row["发放流水号"]), amount(row["实发金额"])


def of_books(planted: Planted) -> Iterator[tuple[Key, Decimal]]:
    for path in files(planted.inbox, "fin_special_account"):
        for entry in sheet(path)[0][4:-2]:
            value, item, voucher = amount(entry[6]) - amount(entry[7]), entry[3], str(entry[1])
            paid = item in {"拨付支出户", "上解上级支出", "补助下级支出"}
            yield ("ledger_fin", "finance", voucher), -value if paid else value
            if item in {"保险费收入", "退费"}:
                yield ("tax_fin", "finance", voucher), value
            if item == "拨付支出户":
                yield ("ssa_fin_benefit", "finance", voucher), -value
    for path in (p for p in files(planted.inbox, "ss_ledger") if not p.stem[-6:].startswith("2021")):
        for entry in sheet(path)[0][3:-2]:
            sign, code = 1 if str(entry[1])[0] == "5" else -1, str(entry[1])
            value = sign * (amount(entry[4]) - amount(entry[5]))
            if len(code) == 4 and code[0] in "45" and value:
                yield ("ledger_fin", "social_security", f"{entry[0]}-{code}-{path.stem[-6:]}"), value


def delivered(planted: Planted) -> dict[Key, Decimal]:
    """Leg, party and record key of each line in the files, with its signed amount."""
    return {**dict(of_payments(planted)), **dict(of_books(planted))}


def truth(planted: Planted, columns: str) -> list[tuple[str, ...]]:
    return duckdb.sql(f"select {columns} from '{planted.truth}'").fetchall()


def test_truth_covers_every_delivered_line_exactly_once(dirty: Planted) -> None:
    told = Counter(truth(dirty, "leg, party, record_key"))
    assert set(told.values()) == {1}
    assert set(told) == set(delivered(dirty))


def test_what_is_matched_has_equal_sums_on_both_sides(dirty: Planted) -> None:
    lines = delivered(dirty)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    parties: dict[tuple[str, str], set[str]] = defaultdict(set)
    for leg, party, key, payment, verdict in truth(dirty, "leg, party, record_key, payment_id, verdict"):
        if verdict == "matched":
            left = party == "social_security" or (leg == "tax_fin" and party == "tax")
            sums[leg, payment] += lines[leg, party, key] * (1 if left else -1)
            parties[leg, payment].add(party)
    assert len(sums) > 500
    assert {k: v for k, v in sums.items() if v} == {}
    assert {k for k, v in parties.items() if len(v) != 2} == set()


def test_what_cancels_itself_ends_at_zero(dirty: Planted) -> None:
    lines = delivered(dirty)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for party, key, payment, verdict in truth(dirty, "party, record_key, payment_id, verdict"):
        if verdict == "self_cancelled" and ("ssa_tax", party, key) in lines:
            sums[payment] += lines["ssa_tax", party, key]
    assert sums
    assert set(sums.values()) == {Decimal(0)}


def test_what_differs_has_unequal_sums(dirty: Planted) -> None:
    lines = delivered(dirty)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for leg, party, key, payment, verdict in truth(dirty, "leg, party, record_key, payment_id, verdict"):
        if verdict in {"amount_differs", "group_sum_differs"}:
            left = party == "social_security" or (leg == "tax_fin" and party == "tax")
            sums[leg, payment] += lines[leg, party, key] * (1 if left else -1)
    assert sums
    assert all(sums.values())


def test_every_verdict_and_usual_cause_is_planted(dirty: Planted) -> None:
    found = {(v, c) for v, c in truth(dirty, "verdict, cause")}
    assert {
        ("matched", None), ("matched", "in_transit"), ("amount_differs", "keying"), ("amount_differs", "recalculated"),
        ("amount_differs", "partial"), ("amount_differs", "over_paid"), ("amount_differs", "rounding"),
        ("fund_differs", "misclassified"), ("period_differs", "misattributed"),
        ("group_sum_differs", "batch_shortfall"), ("group_sum_differs", "unit_error"), ("group_sum_differs", "typo"),
        ("duplicate", "posted_twice"), ("duplicate", "collected_twice"), ("self_cancelled", "correction"),
        ("self_cancelled", "void"), ("refund", "not_yet_posted"), ("refund", "posted_as_expenditure"),
        ("late_fee", "booked_as_other_income"), ("only_right", "not_posted"), ("only_left", "no_tax_record"),
        ("only_left", "not_received"), ("only_right", "in_transit"), ("only_left", "in_transit"),
        ("ambiguous", None), ("unusable_key", None), ("excluded", None),
    } <= found  # fmt: skip
    kinds = {k for (k,) in truth(dirty, "kind")}
    assert {k.name for k in KINDS if k.tax or k.agency} <= kinds


def test_clean_deliveries_only_agree_or_are_in_transit(clean: Planted) -> None:
    for leg, verdict, cause, kind in truth(clean, "leg, verdict, cause, kind"):
        if verdict == "matched":
            assert cause in {None, "in_transit"}
        elif verdict == "excluded":
            assert kind == "not_in_treasury"
        else:
            assert cause == "in_transit", (leg, verdict, kind)


def test_weak_keys_are_there_without_differences(clean: Planted) -> None:
    postings = [r for p in files(clean.inbox, "ss_contribution") for r in barred(p, SAMPLE_CONTRIBUTION)[0]]
    tickets = [r["税票号码"] for r in postings]
    assert tickets.count("") > 5
    assert sum(t.endswith("000") for t in tickets) > 5
    lines = [r for p in files(clean.inbox, "tax_collection") for r in tax(p)[0]]
    assert 0.2 < sum(not r["核定单号"] for r in lines) / len(lines) < 0.5


def test_totals_are_those_of_the_files(dirty: Planted) -> None:
    rows = duckdb.sql(
        f"select period, sum(amount) from '{dirty.totals}' where dataset = 'ss_contribution' group by 1 order by 1"
    ).fetchall()
    assert rows == [
        (p.stem[-6:], amount(barred(p, SAMPLE_CONTRIBUTION)[1][2])) for p in files(dirty.inbox, "ss_contribution")
    ]

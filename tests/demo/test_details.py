"""Details add up to the books but for the planted differences, which the truth lists to the fen."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from tests.demo.reading import benefits, contributions, fen, form_rows, journal, ledger, months, tax

FUND_OF_LEVY = {"10201": "110", "10211": "120", "10202": "210", "10204": "410"}
FUND_OF_TITLE = {
    "企业职工基本养老保险基金": "110", "机关事业单位基本养老保险基金": "120", "失业保险基金": "210", "工伤保险基金": "410",
}  # fmt: skip
ACCOUNT_OF_ITEM = {
    ("基本养老金", "110"): "500101", ("丧葬补助金和抚恤金", "110"): "500102", ("基本养老金", "120"): "500101",
    ("失业保险金", "210"): "500101", ("基本医疗保险费", "210"): "500102", ("稳定岗位补贴", "210"): "5104",
    ("技能提升补贴", "210"): "5105", ("工伤医疗待遇", "410"): "500101", ("伤残待遇", "410"): "500102", ("工亡待遇", "410"): "500103",
}  # fmt: skip
PERIODS = list(months(2020))
ITEM_OF_ACCOUNT = {
    "4101": "财政补贴收入", "4201": "利息收入", "4202": "委托投资收益", "4301": "转移收入", "4401": "上级补助收入",
    "4402": "下级上解收入", "4501": "其他收入", "5301": "上解上级支出", "5302": "补助下级支出", "5401": "其他支出",
}  # fmt: skip


@pytest.fixture(scope="module")
def books(inbox: Path) -> dict[str, dict[tuple[str, str], tuple[int, int, int, int]]]:
    return {period: ledger(inbox, period) for period in PERIODS}


@pytest.fixture(scope="module")
def entries(inbox: Path) -> dict[str, list[dict[str, object]]]:
    return {period: journal(inbox, period) for period in PERIODS}


@pytest.fixture(scope="module")
def paid(inbox: Path) -> dict[str, list[dict[str, str]]]:
    return {period: benefits(inbox, period) for period in PERIODS}


def test_tax_lines_in_the_treasury_are_the_premiums_of_the_books(inbox: Path, books: dict) -> None:
    planted = Counter[tuple[str, str]]()
    for period in PERIODS:
        lines = [r for r in tax(inbox, period) if r["入库日期"].replace("-", "").startswith(period)]
        collected = Counter[tuple[str, str]]()
        for r in lines:
            fund = FUND_OF_LEVY[r["征收项目"]]
            collected[
                fund, "late" if r["税款种类"] == "滞纳金" else "refund" if r["税款种类"] == "退库" else "premium"
            ] += fen(r["实缴金额"])
        for fund in ("110", "120", "210", "410"):
            _, refunded, income, _ = books[period][fund, "4001"]
            by_agency = sum(
                fen(r["到账金额"])
                for r in contributions(inbox, period)
                if (r["险种"], r["缴费类型"]) == (fund, "经办征收")
            )
            planted[fund, "agency"] += by_agency
            assert collected[fund, "premium"] + by_agency == income, (period, fund)
            as_spending = -collected[fund, "refund"] - refunded
            assert as_spending in (0, -collected[fund, "refund"])
            planted[fund, "late"] += collected[fund, "late"]
            planted[fund, "as_spending"] += as_spending
    assert planted["110", "agency"] > 0
    assert planted["110", "late"] > 0
    assert planted["110", "as_spending"] > 0


def test_a_month_end_line_is_repeated_with_its_treasury_date(inbox: Path) -> None:
    waiting: dict[tuple[str, str], dict[str, str]] = {}
    repeated = 0
    for period in PERIODS:
        for r in tax(inbox, period):
            key = r["电子税票号码"], r["明细序号"]
            if key in waiting:
                first = waiting.pop(key)
                changed = {c for c in r if r[c] != first[c]}
                assert changed == {"入库日期", "国库划转批次号"}
                assert first["入库日期"] == first["国库划转批次号"] == ""
                repeated += 1
            elif not r["入库日期"]:
                assert r["缴款日期"].replace("-", "").startswith(period)
                waiting[key] = r
    assert repeated > 20
    assert waiting
    assert all(r["缴款日期"].startswith("2020-12") for r in waiting.values())


def test_successful_payments_are_the_benefits_of_the_books(paid: dict, books: dict) -> None:
    for period in PERIODS:
        sums = Counter[tuple[str, str]]()
        for r in paid[period]:
            assert r["待遇所属期"] == period
            if r["发放结果"] == "成功":
                sums[r["险种"], ACCOUNT_OF_ITEM[r["待遇项目"], r["险种"]]] += fen(r["实发金额"])
        for key, total in sums.items():
            assert total == books[period][key][1], (period, key)
        assert len(sums) == len(ACCOUNT_OF_ITEM)


def test_bounced_payments_are_paid_again(paid: dict) -> None:
    failed = {r["发放流水号"]: r for rows in paid.values() for r in rows if r["发放结果"] == "失败"}
    again = {r["重发原流水号"]: r for rows in paid.values() for r in rows if r["重发原流水号"]}
    assert set(failed) == set(again)
    assert len(failed) > 12
    for number, r in failed.items():
        assert r["失败原因"]
        assert (again[number]["证件号码"], again[number]["实发金额"]) == (r["证件号码"], r["实发金额"])
    later = [n for n in failed if again[n]["待遇所属期"] != failed[n]["待遇所属期"]]
    assert len(later) == 2


def test_pensions_are_paid_by_the_25th_but_for_a_small_share(paid: dict) -> None:
    for rows in paid.values():
        pensions = [r for r in rows if r["待遇项目"] == "基本养老金"]
        late = [r for r in pensions if r["发放日期"][8:] > "25"]
        assert 0 < len(late) < len(pensions) * 0.03


def test_the_unemployed_of_the_year(paid: dict) -> None:
    rows = [r for month in paid.values() for r in month if r["待遇项目"] == "失业保险金"]
    assert len({r["证件号码"] for r in rows}) == 214
    assert sum(fen(r["实发金额"]) for r in rows) == len(rows) * 61000
    medical = [r for month in paid.values() for r in month if r["待遇项目"] == "基本医疗保险费"]
    assert len(medical) == 1402
    assert len({r["证件号码"] for month in paid.values() for r in month if r["待遇项目"] == "技能提升补贴"}) == 1445


def test_the_journal_balance_runs_from_the_opening_of_the_special_accounts(entries: dict, books: dict) -> None:
    balance = sum(row[0] for (_, account), row in books["202001"].items() if account == "1003")
    for period in PERIODS:
        for r in entries[period]:
            balance += fen(r["收入"]) - fen(r["支出"])
            assert fen(r["余额"]) == balance
            assert str(r["日期"])[:7] == f"{period[:4]}/{period[4:]}"


def test_journal_items_are_the_books_but_for_the_planted_differences(entries: dict, books: dict, truth: Path) -> None:
    listed: dict[str, int] = defaultdict(int)
    query = "SELECT record_key, sum(amount) FROM read_parquet(?) WHERE leg = 'ledger_fin' GROUP BY ALL"
    for key, amount in duckdb.execute(query, [str(truth / "difference.parquet")]).fetchall():
        listed[key] = fen(amount)
    found: dict[str, int] = {}
    for period in PERIODS:
        items = Counter[tuple[str, str]]()
        for r in entries[period]:
            items[FUND_OF_TITLE[str(r["险种"])], str(r["收支项目"])] += fen(r["收入"]) - fen(r["支出"])
        for (fund, account), (_, debit, credit, _) in books[period].items():
            if account in ITEM_OF_ACCOUNT:
                delta = abs(items[fund, ITEM_OF_ACCOUNT[account]]) - abs(credit - debit)
            elif account == "4001":
                delta = items[fund, "保险费收入"] + items[fund, "退费"] - (credit - debit)
            elif account == "1004":
                delta = -items[fund, "拨付支出户"] - debit
            else:
                continue
            if delta:
                found[f"{fund}-{account}-{period}"] = delta
    expected = {k: v for k, v in listed.items() if v and "-5001-" not in k}
    assert found == expected
    assert len(found) > 15


def test_treasury_batches_reach_the_journal_within_a_few_working_days(entries: dict) -> None:
    named = nameless = 0
    for rows in entries.values():
        for r in rows:
            if r["对方户名"] == "国家金库" and fen(r["收入"]) > 0:
                batch = str(r["摘要"]).partition("批次GK650000")[2]
                if not batch:
                    nameless += 1
                    continue
                named += 1
                booked = date.fromisoformat(str(r["日期"]).replace("/", "-"))
                assert 0 <= (booked - date.fromisoformat(f"{batch[:4]}-{batch[4:6]}-{batch[6:8]}")).days <= 12
    assert nameless * 4 < named
    assert nameless > 10


def test_postings_carry_damaged_and_missing_ticket_numbers(inbox: Path) -> None:
    tickets = [r["税票号码"] for period in PERIODS for r in contributions(inbox, period)]
    known = {r["电子税票号码"] for period in PERIODS for r in tax(inbox, period)}
    damaged = [t for t in tickets if t and t not in known]
    assert damaged
    assert all(t.endswith("000") and any(k[:15] == t[:15] for k in known) for t in damaged)
    assert 0.02 < tickets.count("") / len(tickets) < 0.15


def test_tax_lines_lack_assessments_and_carry_old_numbers(inbox: Path) -> None:
    rows = [r for period in PERIODS for r in tax(inbox, period)]
    assert 0.25 < sum(not r["核定单号"] for r in rows) / len(rows) < 0.45
    assert {len(r["纳税人识别号"]) for r in rows} == {15, 18}
    assert any(r["费款所属期起"][5:7] != r["费款所属期止"][5:7] for r in rows)
    assert {r["税款种类"] for r in rows} == {"正常", "补缴", "更正", "退库", "滞纳金"}


def test_the_second_version_changes_the_rows_that_the_truth_lists(inbox: Path, truth: Path) -> None:
    first = {r["到账流水号"]: r for r in contributions(inbox, "202005")}
    second = {r["到账流水号"]: r for r in contributions(inbox, "202005", "_v2")}
    changed = {n for n in second if first.get(n) != second[n]}
    listed = duckdb.execute("SELECT posting_no FROM read_csv(?)", [str(truth / "revision.csv")]).fetchall()
    assert changed == {n for (n,) in listed}
    assert len(second) == len(first) + 1


def test_volumes_of_statistics_and_ledger(inbox: Path) -> None:
    assert len(form_rows(inbox, "ss_statistics_650000_202012.xlsx", 3, 2)) == 34
    for before, after in pairwise(PERIODS):
        assert set(ledger(inbox, before)) == set(ledger(inbox, after))

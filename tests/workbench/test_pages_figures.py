"""Figures on the pages are the figures of the marts, to the fen, in every month, leg and fund."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.workbench.people_at_work import ELSEWHERE, HERE
from warehouse.connection import reader
from workbench.labels import evidence
from workbench.listing import LineFilter
from workbench.queries import statement
from workbench.words import legs

MONTH = "202006"
OPEN_BUCKETS = {"0-30", "31-60", "61-90", "91-180", "over 180"}


@pytest.fixture(scope="module")
def marts(home):
    with reader(home.published_path) as connection:
        yield connection


@pytest.fixture(scope="module")
def scoped(app):
    """The marts as a person of one region sees them."""
    with app.state.published.reading(frozenset({HERE})) as reader:
        yield reader


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def shown(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def signed(scoped, chosen: LineFilter) -> Decimal:
    """Right less left of the lines that a filter chooses."""
    sql, values = chosen.parts()
    party = legs()[chosen.leg].left_party
    found = scoped.row(
        sql
        + "select coalesce(sum(case when party = $left_party then -amount else amount end), 0) as amount from chosen",
        {**values, "left_party": party},
    )
    return found["amount"]


def open_differences(marts, condition: str = "true") -> tuple[int, Decimal, Decimal]:
    """How many differences are open, right less left of all, and in absolute amounts: from the lines of the mart alone."""
    return marts.execute(
        "select count(*), coalesce(sum(difference), 0.00), coalesce(sum(abs(difference)), 0.00) from (select leg, "
        "sum(case when party = case leg when 'tax_fin' then 'tax' else 'social_security' end then -amount else amount end) "
        "as difference from marts.fct_reconciliation_line as line where region_code = $region and coalesce(group_id, unit_id, "
        "line_id) in (select coalesce(group_id, unit_id, line_id) from marts.fct_reconciliation_line as member "
        f"where member.region_code = $region and member.leg = line.leg and member.leg || member.line_id in (select leg || line_id "
        f"from marts.mart_open_item where region_code = $region and {condition})) "
        "group by leg, coalesce(group_id, unit_id, line_id))",
        {"region": HERE},
    ).fetchone()


def test_overview_shows_what_the_three_parties_report(browsers, marts):
    page = plain(browsers["viewer"].get(f"/months/{HERE}/{MONTH}").text)
    rows = marts.execute(
        "select amount from marts.fct_reconciliation_bridge where region_code = ? and period = ? and leg = 'total_3way'",
        [HERE, MONTH],
    ).fetchall()
    assert len(rows) == 5 * 2 * 6
    assert [amount for (amount,) in rows if shown(amount) not in page] == []


def test_overview_of_the_latest_month_counts_the_open_items(browsers, marts):
    (lines,) = marts.execute("select count(*) from marts.mart_open_item where region_code = ?", [HERE]).fetchone()
    differences, net, gross = open_differences(marts)
    page = plain(browsers["agency"].get(f"/months/{HERE}/202012").text)
    assert f"{differences:,} 项差异 差额绝对值 {shown(gross)} 元，净额 {shown(net)} 元；两边共 {lines:,} 行" in page


def test_first_page_goes_to_the_latest_month(browsers):
    assert browsers["agency"].get("/").headers["location"] == f"/months/{HERE}/202012"
    assert browsers["stranger"].get("/").headers["location"] == f"/months/{ELSEWHERE}/202012"


def test_open_lines_of_any_month_are_the_bridges_carried_forward(scoped):
    rows = scoped.rows(
        "select leg, fund_code, period, amount from marts.fct_reconciliation_bridge "
        "where line_code = 'open_carried_forward' and basis = 'paid_date' and fund_code <> 'all'"
    )
    assert len(rows) == 12 * 4 * 4
    wrong = [
        row
        for row in rows
        if signed(scoped, LineFilter(region=HERE, as_of=row["period"], leg=row["leg"], fund=row["fund_code"]))
        != row["amount"]
    ]
    assert wrong == []


def test_the_lists_total_and_the_trend_are_the_bridges_carried_forward(scoped):
    """The difference that a list adds up to, each counted once, is what the statements of that month carry forward."""
    bridge = scoped.rows(
        "select period, sum(amount) as amount from marts.fct_reconciliation_bridge where line_code = 'open_carried_forward' "
        "and basis = 'paid_date' and fund_code = 'all' and leg <> 'total_3way' group by period order by period"
    )
    trend = scoped.rows(statement("overview_trend"), {"region": HERE, "period": MONTH})
    assert {row["period"]: row["amount"] for row in bridge} == {
        row["period"]: row["net"] for row in trend if row["leg"] is None
    }
    for row in bridge:
        sql, values = LineFilter(region=HERE, as_of=row["period"]).parts()
        total = scoped.rows(sql + statement("lines_total"), values)[0]
        month = next(each for each in trend if each["leg"] is None and each["period"] == row["period"])
        assert (total["net"], total["gross"], total["differences"]) == (
            row["amount"],
            month["gross"],
            month["differences"],
        )
    assert len(bridge) == 12 and any(row["gross"] > abs(row["net"]) for row in trend if row["leg"] is None)


def test_what_blocks_the_close_leads_to_the_lines_to_confirm(browsers, marts):
    page = browsers["agency"].get(f"/months/{HERE}/202012").text
    address = re.search(r'href="(/differences[^"]*confirmed=nobody[^"]*)"', page)[1].replace("&amp;", "&")
    (lines,) = marts.execute(
        "select count(*) from marts.mart_open_item join marts.fct_reconciliation_line as line using (region_code, leg, line_id) "
        "where region_code = ? and line.period = '202012' and coalesce(line.confirmed_by, 'rule') = 'rule'",
        [HERE],
    ).fetchone()
    assert lines and f"{lines:,} 行，行金额合计" in plain(browsers["agency"].get(address).text)


def test_what_waits_for_the_parties_adds_up_to_the_list_of_differences(browsers, marts):
    differences, _, gross = open_differences(marts)
    (lines,) = marts.execute("select count(*) from marts.mart_open_item where region_code = ?", [HERE]).fetchone()
    page = browsers["everything"].get(f"/exchange?region={HERE}").text
    total = plain(page[page.index("<tfoot") : page.index("</tfoot")])
    assert f"合计 各方 {differences:,} {lines:,} {shown(gross)}" in total
    of_tax = browsers["everything"].get(f"/exchange?region={HERE}&party=tax").text
    assert "/exchange/tax/" in of_tax and "/exchange/finance/" not in of_tax
    assert plain(of_tax[of_tax.index("<tfoot") :]).count("合计") == 1
    nothing = browsers["everything"].get(f"/exchange?region={HERE}&state=answered").text
    assert "没有符合条件的" in nothing and "看全部" in nothing


def test_times_are_said_to_be_what_they_are(browsers, marts):
    """Stored in UTC, shown in China's time: no page may say otherwise."""
    received = marts.execute(
        "select strftime(max(received_at) + interval 8 hour, '%Y-%m-%d %H:%M') from marts.dim_source_file "
        "where region_code = ? and period = '202012'",
        [HERE],
    ).fetchone()[0]
    page = browsers["viewer"].get(f"/months/{HERE}/202012").text
    assert received in page and "收到（北京时间）" in page and "UTC" not in page


def test_evidence_is_in_words_and_amounts_in_thousands():
    assert evidence("ss_benefit 按时 52/53 笔，391153904.78/403193133.12 元") == (
        "待遇发放明细 按时 52/53 笔，391,153,904.78/403,193,133.12 元"
    )
    assert evidence("最大 ssa_tax 465016201200000010-1 -6481466.47") == (
        "最大 社保到账与税务征收 465016201200000010-1 -6,481,466.47"
    )
    assert evidence("my_ss_ledger 202012 1234.567") == "my_ss_ledger 202012 1234.567"
    assert evidence(None) == "–"


def test_lines_behind_each_line_of_the_statement_add_up_to_it(scoped):
    rows = scoped.rows(
        "select leg, fund_code, period, line_code, amount from marts.fct_reconciliation_bridge "
        "where line_no between 300 and 699 and basis = 'paid_date' and leg <> 'total_3way'"
    )
    assert len(rows) > 200
    wrong = []
    for row in rows:
        chosen = LineFilter(
            region=HERE,
            as_of="202012",
            leg=row["leg"],
            fund=row["fund_code"],
            period=row["period"],
            item=row["line_code"],
        )
        if signed(scoped, chosen) != row["amount"]:
            wrong.append((row, signed(scoped, chosen)))
    assert wrong == []


def test_every_open_line_is_listed_once_with_its_age(scoped):
    sql, values = LineFilter(region=HERE, as_of="202012").parts()
    listed = scoped.rows(sql + "select leg, line_id, bucket, age_days, owner from chosen order by all", values)
    expected = scoped.rows("select leg, line_id, bucket, age_days, owner from marts.mart_open_item order by all")
    assert listed == expected
    assert {row["bucket"] for row in listed} <= OPEN_BUCKETS


@pytest.mark.parametrize("basis", ["paid_date", "treasury_date"])
def test_both_adjusted_balances_differ_by_what_is_unexplained(scoped, basis):
    sql = statement("statement_sheet").replace("/*source*/", "marts.fct_reconciliation_bridge")
    checked = 0
    for row in scoped.rows(
        "select leg, region_code as region, fund_code as fund, period, basis, amount from marts.fct_reconciliation_bridge "
        "where line_code = 'unexplained' and leg <> 'total_3way' and basis = $basis",
        {"basis": basis},
    ):
        unexplained = row.pop("amount")
        last = scoped.rows(sql, row)[-1]
        assert last["right_amount"] - last["left_amount"] == unexplained, row
        checked += 1
    assert checked >= 12 * 5 * 2


def test_statement_page_shows_its_sheet(browsers, scoped):
    page = browsers["viewer"].get(f"/statement/{HERE}/{MONTH}/ssa_tax/110?basis=treasury_date")
    assert page.status_code == 200
    sql = statement("statement_sheet").replace("/*source*/", "marts.fct_reconciliation_bridge")
    values = {"leg": "ssa_tax", "region": HERE, "fund": "110", "period": MONTH, "basis": "treasury_date"}
    text = plain(page.text)
    amounts = [row[side] for row in scoped.rows(sql, values) for side in ("left_amount", "right_amount")]
    assert [each for each in amounts if each is not None and shown(each) not in text] == []
    assert "制表" in text and "复核" in text and "单位：元" in text


def test_from_a_statement_to_the_same_of_the_month_before_and_after(browsers):
    path = f"/statement/{HERE}/%s/ssa_tax/110?basis=paid_date"
    page = browsers["viewer"].get(path % MONTH).text.replace("&amp;", "&")
    neighbours = re.findall(r'rel="(prev|next)" href="([^"]+)"', page)
    assert neighbours == [("prev", path % "202005"), ("next", path % "202007")]
    assert all(browsers["viewer"].get(address).status_code == 200 for _, address in neighbours)
    # The year before has books only: there is nothing to go to.
    first = browsers["viewer"].get(path % "202001").text
    assert 'rel="prev"' not in first and 'rel="next"' in first
    overview = browsers["viewer"].get(f"/months/{HERE}/{MONTH}").text
    assert f'href="/months/{HERE}/201912">2019年<' in overview


def test_difference_shows_both_sides_the_rule_and_the_file_rows(browsers, marts):
    leg, line_id, group_id = marts.execute(
        "select leg, line_id, group_id from marts.mart_open_item where region_code = ? and verdict = 'amount_differs' "
        "order by abs(amount) desc, line_id limit 1",
        [HERE],
    ).fetchone()
    page = browsers["agency"].get(f"/differences/{line_id}?leg={leg}").text
    lines = marts.execute(
        "select amount, source_file_id, source_row from marts.fct_reconciliation_line "
        "where region_code = ? and leg = ? and group_id = ?",
        [HERE, leg, group_id],
    ).fetchall()
    assert len(lines) >= 2
    for amount, file, row in lines:
        assert shown(amount) in page
        assert f'href="/files/{file}/rows/{row}"' in page
    assert "金额不同" in page and "比对的键" in page


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("", "true"),
        ("leg=ssa_tax&fund=110", "leg = 'ssa_tax' and fund_code = '110'"),
        ("bucket=over+180&owner=tax", "bucket = 'over 180' and owner = 'tax'"),
        ("verdict=duplicate&owner=undecided", "verdict = 'duplicate' and owner is null"),
        ("confirmed=no", "confirmed_by is null"),
    ],
)
def test_list_and_workbook_hold_exactly_what_the_filter_chooses(browsers, marts, query, condition):
    lines, amount = marts.execute(
        f"select count(*), sum(amount) from marts.mart_open_item where region_code = '{HERE}' and {condition}"
    ).fetchone()
    text = plain(browsers["agency"].get(f"/differences?{query}").text)
    assert f"{lines:,} 行，行金额合计 {shown(amount or Decimal(0))} 元" in text
    differences, net, gross = open_differences(marts, condition)
    assert f"{differences:,} 项差异，差额净额 {shown(net)} 元，差额绝对值 {shown(gross)} 元（每项计一次）" in text
    book = CalamineWorkbook.from_filelike(BytesIO(browsers["agency"].get(f"/export/differences.xlsx?{query}").content))
    rows = book.get_sheet_by_name("明细").to_python()[1:]
    assert len(rows) == lines
    assert sum((Decimal(repr(row[8])).quantize(Decimal("0.01")) for row in rows), Decimal(0)) == (amount or 0)
    total = next(row for row in book.get_sheet_by_name("合计").to_python() if row[0] == "合计")
    assert [Decimal(repr(each)).quantize(Decimal("0.01")) for each in total[4:]] == [differences, net, gross]
    said = dict(book.get_sheet_by_name("筛选条件").to_python()[1:])
    assert said["看什么"] == "未清" and said["未清截至"] == "2020年12月末"
    assert ("环节" in said) == ("leg=" in query) and said.get("环节", "社保到账与税务征收") == "社保到账与税务征收"


def test_list_is_paged_sorted_and_found_by_amount(browsers, marts):
    first = browsers["agency"].get("/differences?sort=amount&order=asc").text
    second = browsers["agency"].get("/differences?sort=amount&order=asc&page=2").text
    keys = [re.findall(r"data-open href=\"[^\"]*/differences/(\w+)", each) for each in (first, second)]
    assert len(keys[0]) == 50 and not set(keys[0]) & set(keys[1])
    expected = marts.execute(
        "select line_id from marts.mart_open_item where region_code = ? order by abs(amount), leg, line_id limit 100",
        [HERE],
    ).fetchall()
    assert [each for (each,) in expected] == keys[0] + keys[1]
    record, amount = marts.execute(
        "select record_key, amount from marts.mart_open_item where region_code = ? order by amount desc limit 1", [HERE]
    ).fetchone()
    assert record in browsers["agency"].get("/differences", params={"q": shown(amount)}).text


@pytest.mark.parametrize(
    "query", ["sort=amount;drop", "order=x", "state=x", "page=-1", "page=x", "q=%27%22%3Cb%3E", "leg=x"]
)
def test_strange_filters_are_answered_calmly(browsers, query):
    answer = browsers["agency"].get(f"/differences?{query}")
    assert answer.status_code == 200
    assert "<b>'" not in answer.text


def test_another_region_is_not_there(browsers, marts):
    assert browsers["stranger"].get(f"/months/{HERE}/{MONTH}").status_code == 404
    assert browsers["stranger"].get(f"/differences?region={HERE}").status_code == 404
    assert browsers["stranger"].get(f"/export/differences.xlsx?region={HERE}").status_code == 404
    assert browsers["stranger"].get(f"/statement/{HERE}/{MONTH}/ssa_tax/110").status_code == 404
    assert browsers["stranger"].get(f"/controls?region={HERE}").status_code == 404
    assert browsers["stranger"].get(f"/evaluation/2020?region={HERE}").status_code == 404
    assert f"/months/{HERE}/" not in browsers["stranger"].get("/differences").text


def test_controls_show_every_result_with_its_evidence(browsers, marts):
    rows = marts.execute(
        "select control_id, evidence from marts.mart_control_result where region_code = ? and period = '202004' and status = 'fail'",
        [HERE],
    ).fetchall()
    page = browsers["viewer"].get(f"/controls?region={HERE}&period=202004&status=fail").text
    assert rows and page.count("<tr data-row>") == len(rows)
    assert all(control in page and evidence(found) in page for control, found in rows)
    not_run = plain(browsers["viewer"].get(f"/controls?region={HERE}&period=202004&status=not_run").text)
    assert "未执行：来源文件没有死亡人员名册" in not_run


def test_evaluation_shows_scores_evidence_and_files(browsers, marts):
    page = browsers["viewer"].get(f"/evaluation/2020?region={HERE}&fund=110").text
    rows = marts.execute(
        "select row_no, score, evidence_sql, source_files from marts.mart_self_evaluation "
        "where year = 2020 and region_code = ? and fund_code = '110' and score is not null",
        [HERE],
    ).fetchall()
    assert rows and all(shown(score) in page for _, score, _, _ in rows)
    row_no, _, sql, files = rows[0]
    assert sql.split()[1] in page and "在已发布的数仓上直接执行" in page
    part = browsers["viewer"].get(f"/evaluation/2020/{HERE}/110/{row_no}/sources").text
    names = re.findall(r'"name": "([^"]+)"', files)
    assert names and all(name in part for name in names)


def test_documents_are_given_only_by_their_own_name(browsers, home):
    folder = home.under("reports", "2020")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{HERE}-self-evaluation.xlsx").write_bytes(b"form")
    given = browsers["agency"].get(f"/evaluation/2020/documents/{HERE}-self-evaluation.xlsx")
    assert given.status_code == 200 and given.headers["content-disposition"].startswith("attachment")
    assert browsers["stranger"].get(f"/evaluation/2020/documents/{HERE}-self-evaluation.xlsx").status_code == 404
    assert (
        browsers["agency"].get("/evaluation/2020/documents/..%2F..%2Fpublished%2Fwarehouse.duckdb").status_code == 404
    )

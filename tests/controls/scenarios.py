"""Deliveries of five regions: one in which all is well, one with a violation for every control, and three that lack sources."""

from __future__ import annotations

from pathlib import Path

from tests import deliveries
from tests.controls.month import Month, clean, ledger_rows, payer, person, yearly

GOOD, BAD, BARE, BOOKS, WAITING = "510100", "520100", "530100", "540100", "550100"
MONTHS = ("202101", "202102", "202103", "202104", "202105")


def write(inbox: Path) -> None:
    """Write every region's files."""
    _good(inbox)
    _bad(inbox)
    _bare(inbox)
    _books(inbox)
    waiting = clean(WAITING, "202101")
    deliveries.tax(inbox, WAITING, "202101", waiting.tax_rows)


def _good(inbox: Path) -> None:
    """Things that look odd and are not: holidays, repeated payments, supplements, partial refunds, late postings."""
    yearly(inbox, GOOD, "2021", "10")
    made = {period: clean(GOOD, period) for period in MONTHS}
    first, second, third = (made[period] for period in MONTHS[:3])
    # fifteen days over the Spring Festival, seven of them worked
    second.tax("110", 1, 50, treasury=9)
    second.book("110", "保险费收入", 50, day=24, summary=f"批次GK{GOOD}20210209110", party="国家金库")
    first.assess("120", 9, 400)
    second.post("120", 9, 400, fee="202101")
    second.tax("210", 3, -300, levy="退库")
    third.tax("210", 3, -700, fee="202102", levy="退库")
    failed = first.pay("110", person(GOOD, 8), 321, failed=True)
    first.ledger["110", "1004"] = (0, 821, 821)
    second.pay("110", person(GOOD, 8), 321, again=failed)
    second.pay("110", person(GOOD, 8), 321)
    third.pay("110", person(GOOD, 1), 77)
    third.pay("210", person(GOOD, 5), 900, "技能提升补贴")
    third.pay("110", person(GOOD, 6), 5000, "丧葬补助金和抚恤金")
    third.book("110", "保险费收入", 200, party="社会保险基金收入户")
    third.ledger["110", "1002"] = (0, 200, 200)
    for month in made.values():
        month.deliver(inbox)


def _bad(inbox: Path) -> None:
    yearly(inbox, BAD, "2021", "0.1")
    made = {period: clean(BAD, period) for period in MONTHS}
    first, second, third, fourth = (made[period] for period in MONTHS[:4])
    _bad_money(first, second)
    _bad_payments(made)
    _bad_refunds(first, second, third, fourth)
    first.assess("110", 7, 1000)
    second.assess("210", 8, 100, code=payer(BAD, 8)[:-1] + "?")
    second.post("210", 8, 100)
    first.figures |= {("410", "按期结算业务笔数"): 9, ("110", "首次发放准确人次"): 98, ("120", "满意人数"): 190}
    first.figures["110", "死亡人数"] = 0
    second.figures["110", "首次发放准确人次"] = 101
    for month in made.values():
        month.deliver(inbox)
    third.post("110", 1, 1)
    third.deliver_postings(inbox, version=2)


def _bad_money(first: Month, second: Month) -> None:
    first.book("110", "购车支出", 99, spent=True)
    second.book("110", "拨付支出户", 10, spent=True, party="某某贸易公司")
    first.book("120", "借入款", 50)
    second.book("120", "拨付支出户", 20)
    first.tax("410", 4, 30, treasury=4)
    first.book("410", "保险费收入", 30, day=29, summary=f"批次GK{BAD}20210104410", party="国家金库")
    first.ledger["120", "1004"] = (0, 1277, 1277)
    first.ledger["410", "1004"] = (5000, 500, 500)
    first.ledger["210", "1004"] = (0, 500, 700)
    first.ledger["110", "1002"] = (0, 300, 300)
    first.ledger["210", "3001"] = (500, 0, 0)
    del first.ledger["410", "3201"]


def _bad_payments(made: dict[str, Month]) -> None:
    first, second, third, fourth = (made[period] for period in MONTHS[:4])
    first.pay("110", person(BAD, 9), 640, failed=True)
    first.pay("110", person(BAD, 6), 5000, "丧葬补助金和抚恤金")
    second.pay("120", person(BAD, 1), 450)
    third.pay("110", person(BAD, 1))
    third.pay("410", person(BAD, 4))
    origin = third.pay("210", person(BAD, 5), 610)
    again = fourth.pay("210", person(BAD, 5), 610, again=origin)
    # a repetition carries the month of the payment that it repeats
    fourth.benefits[-1] = (*fourth.benefits[-1][:6], "202103", *fourth.benefits[-1][7:])
    assert again
    for month in (first, second, third, fourth):
        month.pay("210", person(BAD, 7), 1500, "技能提升补贴")


def _bad_refunds(first: Month, second: Month, third: Month, fourth: Month) -> None:
    first.tax("110", 1, -1500, levy="退库")
    second.tax("120", 2, -40, fee="202011", levy="退库")
    third.post("210", 3, -2000, kind="退费")
    third.tax("410", 4, -600, levy="退库")
    fourth.tax("410", 4, -600, fee="202103", levy="退库")


def _bare(inbox: Path) -> None:
    """A complete month with nothing in it that a control could use, and a pension that region BAD pays too."""
    month = Month(BARE, "202101")
    month.tax("110", 1, 10)
    month.post("110", 1, 10)
    month.assess("110", 1, 10)
    month.pay("110", person(BAD, 2))
    month.book("110", "利息收入", 5)
    month.ledger["110", "3001"] = (5, 0, 0)
    month.ledger["110", "1101"] = (7, 0, 0)
    month.figures["110", "参保人数"] = 3
    month.deliver(inbox)


def _books(inbox: Path) -> None:
    """Fourteen months of books alone: advances and interest need twelve."""
    for number in range(14):
        period = f"{2020 + number // 12}{number % 12 + 1:02d}"
        year_start = number - number % 12
        accounts = {
            ("110", "1101"): (500, 0, 0),
            ("120", "1101"): (500 if number > 5 else 0, 500 if number == 5 else 0, 0),
        }
        for fund, interest in (("110", 25), ("120", 1), ("410", 200)):
            accounts[fund, "1003"] = (10_000, 0, 0)
            accounts[fund, "3001"] = (10_000, 0, 0)
            accounts[fund, "4201"] = (interest * (number - year_start), 0, interest)
        deliveries.ledger(inbox, BOOKS, period, ledger_rows(accounts))

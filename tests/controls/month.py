"""A month of a small region, delivered by all three parties: clean as it is made, and changed by a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from stdnum.cn import ric, uscc

from tests import deliveries

LEVY = {"110": "10201", "120": "10211", "210": "10202", "410": "10204"}
MONTHLY = {"110": "基本养老金", "120": "基本养老金", "210": "失业保险金", "410": "伤残待遇"}
CONTRIBUTION = "到账流水号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|核定单号|应缴金额|到账金额|到账日期|税票号码"
ASSESSMENT = "核定单号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|缴费人数|缴费基数|应缴金额|核定日期"
PAID = 500


def payer(region: str, number: int) -> str:
    """A USCC with a right check digit."""
    body = f"91{region}{number:08d}X"
    return body + uscc.calc_check_digit(body + "0")


def person(region: str, number: int) -> str:
    """A resident identity number with a right check digit."""
    body = f"{region}1950{number % 12 + 1:02d}{number % 28 + 1:02d}{number:03d}"
    return body + ric.calc_check_digit(body + "0")


@dataclass
class Month:
    """Rows of a month's files, in the columns of :mod:`tests.deliveries`; methods add one row each."""

    region: str
    period: str
    tax_rows: list[Sequence[object]] = field(default_factory=list)
    postings: list[str] = field(default_factory=list)
    assessments: list[str] = field(default_factory=list)
    benefits: list[Sequence[object]] = field(default_factory=list)
    journal_rows: list[list[object]] = field(default_factory=list)
    ledger: dict[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    figures: dict[tuple[str, str], int] = field(default_factory=dict)
    posted: int = 0
    due: int = 0

    def day(self, day: int) -> str:
        """ISO date in the month."""
        return f"{self.period[:4]}-{self.period[4:]}-{day:02d}"

    def tax(self, fund: str, number: int, amount: int, fee: str = "", levy: str = "正常", treasury: int = 6) -> None:
        """A line paid and in the treasury on a day, with the batch of that day."""
        fee = fee or self.period
        last = {"02": 28, "04": 30, "06": 30, "11": 30}.get(fee[4:], 31)
        ticket = f"4{self.region[:2]}016{self.period[2:]}{len(self.tax_rows) + 1:08d}"
        date = self.day(treasury)
        batch = f"GK{self.region}{date.replace('-', '')}{fund}"
        self.tax_rows.append(
            (ticket, 1, payer(self.region, number), f"测试企业{number}", LEVY[fund], f"{LEVY[fund]}0100", "单位缴纳",
             f"{fee[:4]}-{fee[4:]}-01", f"{fee[:4]}-{fee[4:]}-{last}", levy, amount, date, date, batch, "")
        )  # fmt: skip

    def post(self, fund: str, number: int, amount: int, fee: str = "", kind: str = "正常") -> None:
        """A posting to a payer's account."""
        self.posted += amount
        serial = f"D{self.region}{self.period}{len(self.postings):04d}"
        self.postings.append(
            f"{serial}|{number:06d}|{payer(self.region, number)}|测试企业{number}|{fund}|{fee or self.period}|{kind}||"
            f"{amount}.00|{amount}.00|{self.period}12|"
        )

    def assess(self, fund: str, number: int, amount: int, code: str = "") -> None:
        """What a payer owes for the month."""
        self.due += amount
        serial = f"H{self.region}{self.period}{len(self.assessments):04d}"
        self.assessments.append(
            f"{serial}|{number:06d}|{code or payer(self.region, number)}|测试企业{number}|{fund}|{self.period}|正常|1|"
            f"{amount * 5}.00|{amount}.00|{self.period}02"
        )

    def pay(
        self, fund: str, who: str, amount: int = PAID, item: str = "", failed: bool = False, again: str = ""
    ) -> str:
        """A payment to a person; answers its number."""
        serial = f"F{self.region}{self.period}{len(self.benefits):04d}"
        self.benefits.append(
            (serial, f"B{self.period}{fund}N", who, "某某", fund, item or MONTHLY[fund], self.period, amount, amount,
             self.day(22), "否", "失败" if failed else "成功", "账号错误" if failed else "", again)
        )  # fmt: skip
        return serial

    def book(
        self,
        fund: str,
        item: str,
        amount: int,
        *,
        day: int = 9,
        spent: bool = False,
        summary: str = "",
        party: str = "",
    ) -> None:
        """An entry of the journal."""
        voucher = f"S{self.period}{len(self.journal_rows):05d}"
        money = (None, amount) if spent else (amount, None)
        self.journal_rows.append(
            [self.day(day).replace("-", "/"), voucher, fund, item, summary or item, party or "财政局", *money]
        )

    def deliver(self, inbox: Path) -> None:
        """Write the seven files of the month."""
        deliveries.tax(inbox, self.region, self.period, self.tax_rows)
        self.deliver_postings(inbox)
        deliveries.text_file(
            inbox, "ss_assessment", self.region, self.period, ASSESSMENT, self.assessments, f"{self.due}.00"
        )
        deliveries.benefit(inbox, self.region, self.period, self.benefits)
        deliveries.ledger(inbox, self.region, self.period, ledger_rows(self.ledger))
        figures = [(fund, name, value, "人") for (fund, name), value in self.figures.items()]
        deliveries.statistics(inbox, self.region, self.period, figures)
        balance, rows = 1_000_000, []
        for row in self.journal_rows:
            balance += int(str(row[6] or 0)) - int(str(row[7] or 0))
            rows.append([*row, balance])
        deliveries.journal(inbox, self.region, self.period, rows)

    def deliver_postings(self, inbox: Path, version: int = 1) -> None:
        """Write ss_contribution alone, as a new version where asked."""
        deliveries.text_file(
            inbox,
            "ss_contribution",
            self.region,
            self.period,
            CONTRIBUTION,
            self.postings,
            f"{self.posted}.00",
            version,
        )


def ledger_rows(accounts: dict[tuple[str, str], tuple[int, int, int]]) -> list[Sequence[object]]:
    """Rows of the books from (fund, account): opening, debit, credit; the closing follows from the account's side."""
    rows = []
    for (fund, account), (opening, debit, credit) in accounts.items():
        change = debit - credit if account[0] in "15" else credit - debit
        rows.append((fund, account, f"科目{account}", *map(Decimal, (opening, debit, credit, opening + change))))
    return rows


def clean(region: str, period: str) -> Month:
    """A month in which every control passes."""
    month = Month(region, period)
    before = int(period[4:]) - 1
    for number, fund in enumerate(LEVY, start=1):
        month.assess(fund, number, 1000)
        month.tax(fund, number, 1000)
        month.post(fund, number, 1000)
        batch = f"GK{region}{period}06{fund}"
        month.book(fund, "保险费收入", 1000, summary=f"国库划转 批次{batch}", party="国家金库")
        month.pay(fund, person(region, number))
        month.book(fund, "拨付支出户", PAID, day=20, spent=True, summary=f"拨付 批次B{period}{fund}N", party="支出户")
        month.ledger |= {
            (fund, "1002"): (0, 0, 0),
            (fund, "1004"): (0, PAID, PAID),
            (fund, "3001"): (80_000, 0, 0),
            (fund, "4001"): (1000 * before, 0, 1000),
            (fund, "400101"): (900 * before, 0, 900),
            (fund, "5001"): (PAID * before, PAID, 0),
        }
        month.figures |= {(fund, "满意度调查人数"): 200, (fund, "满意人数"): 199}
        month.figures |= {(fund, "首次发放人次"): 100, (fund, "首次发放准确人次"): 99}
    month.ledger["410", "3201"] = (20_000, 0, 0)
    month.figures |= {("110", "死亡人数"): 5, ("410", "结算业务笔数"): 10, ("410", "按期结算业务笔数"): 10}
    return month


def yearly(inbox: Path, region: str, year: str, budget: str) -> None:
    """The year's budget (万元 of benefits for each fund) and goals."""
    rows = [(fund, "支出", "5001", "社会保险待遇支出", budget, budget) for fund in LEVY]
    deliveries.budget(inbox, region, year, rows)
    goals = []
    for fund in LEVY:
        goals.append((fund, "满意度指标", "服务对象满意度", "参保群众满意率", f"{fund}.s", "≥", "99", "%", 10))
        goals.append((fund, "效益指标", "可持续影响", "基金可支付月数", f"{fund}.m", "≥", "6", "个月", 10))
    deliveries.goals(inbox, region, year, goals)

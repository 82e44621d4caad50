"""Builds deliveries as the bureaus write them, whole or damaged. No real person or company."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from stdnum.cn import ric, uscc

TAX_HEADER = [
    "电子税票号码",
    "明细序号",
    "纳税人识别号",
    "缴费人名称",
    "征收项目",
    "征收品目",
    "品目名称",
    "费款所属期起",
    "费款所属期止",
    "税款种类",
    "实缴金额",
    "缴款日期",
    "入库日期",
    "国库划转批次号",
    "核定单号",
]
BENEFIT_HEADER = [
    "发放流水号",
    "发放批次号",
    "证件号码",
    "姓名",
    "险种",
    "待遇项目",
    "待遇所属期",
    "应发金额",
    "实发金额",
    "发放日期",
    "首次发放",
    "发放结果",
    "失败原因",
    "重发原流水号",
]
CONTRIBUTION_HEADER = [
    "到账流水号",
    "单位编号",
    "统一社会信用代码",
    "单位名称",
    "险种",
    "费款所属期",
    "缴费类型",
    "核定单号",
    "应缴金额",
    "到账金额",
    "到账日期",
    "税票号码",
]
LEDGER_HEADER = ["险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额"]
JOURNAL_TOP = ["日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", "", "余额"]
JOURNAL_LOW = ["", "", "", "", "", "", "收入", "支出", ""]


def payer(number: int) -> str:
    """A USCC with a right check digit."""
    body = f"91650000{number:08d}X"
    return body + uscc.calc_check_digit(body + "0")


def person(number: int) -> str:
    """A resident identity number with a right check digit; the division does not exist."""
    body = f"650000{1940 + number % 40}{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def tax_row(number: int = 1, **changes: str) -> dict[str, str]:
    """One line of a ticket, paid and in the treasury in January 2021."""
    row = dict(
        zip(
            TAX_HEADER,
            [
                f"{465016210100000000 + number}\t",
                "1",
                payer(number),
                f"测试企业{number:05d}",
                "10201",
                "102010100",
                "职工基本养老保险(单位缴纳)",
                "2021-01-01",
                "2021-01-31",
                "正常",
                f"{1000 + number:,}.50",
                "2021-01-09",
                "2021-01-12",
                "GK65000020210112110",
                "",
            ],
            strict=True,
        )
    )
    return row | changes


def amount_of(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def lines(rows: list[list[str]], newline: str = "\r\n", delimiter: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=newline, delimiter=delimiter).writerows(rows)
    return buffer.getvalue()


def tax_file(
    rows: list[dict[str, str]],
    *,
    header: list[str] | None = None,
    count: int | None = None,
    total: str | None = None,
    trailer: bool = True,
    encoding: str = "gb18030",
    newline: str = "\r\n",
) -> bytes:
    """A tax file; ``count`` and ``total`` replace the true control totals."""
    names = header or TAX_HEADER
    body = [names] + [[row.get(n, "") for n in names] for row in rows]
    if trailer:
        sums = total if total is not None else f"{sum((amount_of(r['实缴金额']) for r in rows), Decimal(0)):,.2f}"
        last = ["合计", str(len(rows) if count is None else count)] + [""] * (len(names) - 2)
        if "实缴金额" in names:
            last[names.index("实缴金额")] = sums
        body.append(last)
    return lines(body, newline).encode(encoding)


def benefit_row(number: int = 1, **changes: str) -> dict[str, str]:
    row = dict(
        zip(
            BENEFIT_HEADER,
            [
                f"F650000{number:010d}",
                "B202101110N",
                person(number),
                f"某某{number}",
                "110",
                "基本养老金",
                "202101",
                "3000.10",
                "3000.10",
                "2021-01-22",
                "否",
                "成功",
                "",
                "",
            ],
            strict=True,
        )
    )
    return row | changes


def benefit_file(rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> bytes:
    total = f"{sum((amount_of(r['实发金额']) for r in rows), Decimal(0)):.2f}"
    last = ["合计", str(len(rows)), "", "", "", "", "", "", total, "", "", "", "", ""]
    return lines([BENEFIT_HEADER, *([r[n] for n in BENEFIT_HEADER] for r in rows), last]).encode(encoding)


def contribution_row(number: int = 1, **changes: str) -> dict[str, str]:
    row = dict(
        zip(
            CONTRIBUTION_HEADER,
            [
                f"D650000{number:010d}",
                f"650000{number:06d}",
                payer(number),
                f"测试企业{number:05d}",
                "110",
                "202101",
                "正常",
                f"H650000202101{number:08d}",
                "100.00",
                "100.00",
                "20210113",
                "465016210100000001",
            ],
            strict=True,
        )
    )
    return row | changes


def contribution_file(rows: list[dict[str, str]]) -> bytes:
    total = f"{sum((amount_of(r['到账金额']) for r in rows), Decimal(0)):.2f}"
    body = [CONTRIBUTION_HEADER, *([r[n] for n in CONTRIBUTION_HEADER] for r in rows), ["#合计", str(len(rows)), total]]
    return "".join("|".join(cells) + "\r\n" for cells in body).encode("gbk")


LEDGER_ROWS: list[list[object]] = [
    ["110", "1003", "财政专户存款", 100.25, 50.5, 0.0, 150.75],
    ["110", "4001", "社会保险费收入", 0.0, 0.0, 50.5, 50.5],
    ["110", "5001", "社会保险待遇支出", 0.0, 20.0, 0.0, 20.0],
    ["110", "500101", "基本养老金", 0.0, 20.0, 0.0, 20.0],
]


def ledger_book(
    path: Path,
    rows: list[list[object]] | None = None,
    *,
    title: str = "社会保险基金科目余额表（2021年1月）",
    region: str = "行政区划：650000",
    unit: str = "单位：元",
    trailer: list[object] | None = None,
    header: list[str] | None = None,
    after: list[list[object]] | None = None,
) -> Path:
    """A ledger as a workbook; ``trailer=[]`` leaves the control row out."""
    rows = LEDGER_ROWS if rows is None else rows
    if trailer is None:
        sums = [round(sum(float(str(r[c])) for r in rows if len(str(r[1])) == 4), 2) for c in (3, 4, 5, 6)]
        trailer = ["合计", len(rows), "", *sums]
    body = [[title], [region, "", "", "", "", "", unit], header or LEDGER_HEADER, *rows]
    return write_book(path, [*body, *([trailer] if trailer else []), ["制表人：", "", "复核人："], *(after or [])])


def journal_book(
    path: Path, rows: list[list[object]], *, top: list[str] | None = None, low: list[str] | None = None
) -> Path:
    """A journal of the special account with its header of two merged rows."""
    income, spent = (round(sum(float(str(r[c] or 0)) for r in rows), 2) for c in (6, 7))
    return write_book(
        path,
        [
            ["财政专户收支明细表（2021年1月）"],
            ["行政区划：650000", "", "", "", "", "", "", "单位：元"],
            top or JOURNAL_TOP,
            low or JOURNAL_LOW,
            *rows,
            ["合计", len(rows), "", "", "", "", income, spent, ""],
            ["制表人：", "", "", "", "复核人："],
        ],
    )


def write_book(path: Path, rows: list[list[object]], sheets: int = 1) -> Path:
    """Write rows as they are: text as text, numbers as numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"表{number + 1}")
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str) and not value.startswith("{="):
                        if value:
                            sheet.write_string(r, c, value)
                    else:
                        sheet.write(r, c, value)
    return path

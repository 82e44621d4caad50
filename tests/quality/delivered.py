"""Reads planted files back with nothing of the generator: bytes, csv and openpyxl only."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

SAMPLE_TAX = [
    "电子税票号码", "明细序号", "纳税人识别号", "缴费人名称", "征收项目", "征收品目", "品目名称", "费款所属期起",
    "费款所属期止", "税款种类", "实缴金额", "缴款日期", "入库日期", "国库划转批次号", "核定单号",
]  # fmt: skip
SAMPLE_CONTRIBUTION = [
    "到账流水号", "单位编号", "统一社会信用代码", "单位名称", "险种", "费款所属期", "缴费类型", "核定单号",
    "应缴金额", "到账金额", "到账日期", "税票号码",
]  # fmt: skip
SAMPLE_ASSESSMENT = [
    "核定单号", "单位编号", "统一社会信用代码", "单位名称", "险种", "费款所属期", "缴费类型", "缴费人数", "缴费基数",
    "应缴金额", "核定日期",
]  # fmt: skip
SAMPLE_BENEFIT = [
    "发放流水号", "发放批次号", "证件号码", "姓名", "险种", "待遇项目", "待遇所属期", "应发金额", "实发金额", "发放日期",
    "首次发放", "发放结果", "失败原因", "重发原流水号",
]  # fmt: skip
Record = dict[str, str]


def decoded(path: Path, encoding: str) -> list[str]:
    text = path.read_bytes().decode(encoding)
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def comma(path: Path, encoding: str, header: list[str]) -> tuple[list[Record], list[str]]:
    rows = list(csv.reader(decoded(path, encoding)))
    assert rows[0] == header
    assert {len(row) for row in rows} == {len(header)}
    return [dict(zip(header, (c.rstrip("\t") for c in row), strict=True)) for row in rows[1:-1]], rows[-1]


def barred(path: Path, header: list[str]) -> tuple[list[Record], list[str]]:
    rows = [line.split("|") for line in decoded(path, "gbk")]
    assert rows[0] == header
    assert {len(row) for row in rows[:-1]} == {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rows[1:-1]], rows[-1]


def tax(path: Path) -> tuple[list[Record], list[str]]:
    return comma(path, "gb18030", SAMPLE_TAX)


def benefit(path: Path) -> tuple[list[Record], list[str]]:
    return comma(path, "utf-8-sig", SAMPLE_BENEFIT)


def amount(text: object) -> Decimal:
    return Decimal(str(text or 0).replace(",", "")).quantize(Decimal("0.01"))


def sheet(path: Path) -> tuple[list[tuple[object, ...]], set[str], str]:
    page = load_workbook(path).worksheets[0]
    return list(page.iter_rows(values_only=True)), {str(r) for r in page.merged_cells.ranges}, page.title


def files(inbox: Path, dataset: str) -> list[Path]:
    return sorted(inbox.glob(f"*/{dataset}_*"))

"""Control totals: what the 合计 row says, against what the rows give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.contract import Column, SourceContract
from ingest.findings import Problem, Refusal

NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Reported:
    """The control totals that the deliverer wrote: row count and sums by canonical column.

    ``blank`` names sums that were left empty, which is right only where the rows come to nothing.
    """

    rows: int
    totals: dict[str, Decimal] = field(default_factory=dict)
    row: int | None = None
    blank: frozenset[str] = frozenset()


def normal_marker(text: str) -> str:
    """合 计 and 合计 are the same."""
    return re.sub(r"[\s\u3000]+", "", text)


def is_trailer(first: str, contract: SourceContract) -> bool:
    """Tell whether a row that begins with ``first`` is the control row."""
    return contract.trailer is not None and normal_marker(first) == contract.trailer.marker


def read_trailer(cells: list[str], columns: list[Column], contract: SourceContract, row: int | None) -> Reported:
    """Read the control row. Raises ``Refusal`` ``bad_trailer`` when a total is missing or no number."""
    trailer = contract.trailer
    assert trailer is not None  # noqa: S101 - callers ask only for contracts with a trailer
    count = cells[1].strip() if len(cells) > 1 else ""
    if not re.fullmatch(r"\d+", count, re.ASCII):
        raise Refusal(
            "bad_trailer", "合计行第二格应为行数", (Problem(row, expected="行数，整数", found=count or "（空）"),)
        )
    names = [c.name for c in columns]
    totals, blank = {}, set()
    for order, name in enumerate(trailer.sums):
        at = names.index(name) if trailer.layout == "aligned" else 2 + order
        text = cells[at].strip(" \t\u3000") if at < len(cells) else ""
        if not text:
            blank.add(name)
        elif not NUMBER.fullmatch(text):
            raise Refusal(
                "bad_trailer",
                "合计行里的合计金额读不出来",
                (Problem(row, contract.column(name).header, expected="金额", found=text),),
            )
        totals[name] = Decimal(text.replace(",", "") or 0)
    return Reported(int(count), totals, row, frozenset(blank))


def compare(reported: Reported, rows: int, sums: dict[str, Decimal], contract: SourceContract) -> None:
    """Hold the control row against the rows, rejects included. Raises ``Refusal`` when they differ."""
    problems = []
    if rows != reported.rows:
        problems.append(
            Problem(reported.row, "行数", expected=f"合计行写 {reported.rows} 行", found=f"文件里有 {rows} 行")
        )
    code = "row_count_mismatch" if problems else "total_mismatch"
    for name, total in reported.totals.items():
        if sums[name] != total:
            gap = sums[name] - total
            said = "合计行里是空的" if name in reported.blank else f"合计行写 {plain(total)}"
            problems.append(
                Problem(
                    reported.row,
                    contract.column(name).header,
                    expected=said,
                    found=f"各行相加 {plain(sums[name])}",
                    note=f"相差 {plain(gap)}",
                )
            )
    if problems:
        what = "行数" if code == "row_count_mismatch" else "金额"
        raise Refusal(code, f"合计行的{what}与明细不符", tuple(problems))


def plain(number: Decimal) -> str:
    """A decimal without exponent and without needless zeros after two decimals."""
    text = f"{number:f}"
    if "." in text:
        whole, fraction = text.split(".")
        text = f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"
    return text

"""The parts of a sheet: lines above the header, header of one or two rows, rows, control row, signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.contract import SourceContract
from ingest.findings import FileWarning, Problem, Refusal
from ingest.header import matches, normal_label
from ingest.trailer import is_trailer

TITLE_PERIOD = re.compile(r"(\d{4})年(?:度|(\d{1,2})月)?")
REGION = re.compile(r"行政区划(?:代码)?[:：]\s*(\d{6})")
UNIT = re.compile(r"单位[:：]\s*(?:人民币)?(\S+)")
SIGNATURE = re.compile(r"^(制表|填表|复核|审核|经办|单位负责人|负责人|填报|报送|打印|说明|注)")


@dataclass(frozen=True)
class Layout:
    """Where the header stands (0-based row), how many rows it has, its labels and their columns (0-based)."""

    header_row: int
    height: int
    labels: list[str]
    positions: list[int]

    @property
    def first_row(self) -> int:
        """0-based row of the first record."""
        return self.header_row + self.height


def find_header(rows: list[list[str]], contract: SourceContract, period: str) -> Layout | None:
    """The header in the first rows: the place where most of the contract's headers are found, at least half."""
    needed = max(2, sum(not c.optional for c in contract.columns) // 2)
    best, best_score = None, needed - 1
    for at in range(min(len(rows), contract.file.search_rows)):
        for height in {1, contract.file.header_rows}:
            if at + height > len(rows):
                continue
            layout = _layout(rows, at, height)
            score = matches(layout.labels, contract, period)
            if score > best_score:
                best, best_score = layout, score
    return best


def _layout(rows: list[list[str]], at: int, height: int) -> Layout:
    top = rows[at]
    if height == 1:
        labels = {i: x for i, x in enumerate(top) if x}
    else:
        labels, above = {}, ""
        for i in range(max(len(top), len(rows[at + 1]))):
            upper = top[i] if i < len(top) else ""
            lower = rows[at + 1][i] if i < len(rows[at + 1]) else ""
            above = upper or (above if lower else "")  # a merged cell has its text in its first column
            if upper or lower:
                labels[i] = f"{above}/{lower}" if lower and above else above or lower
    return Layout(at, height, list(labels.values()), list(labels))


def check_preamble(lines: list[list[str]], contract: SourceContract, region: str, period: str) -> list[FileWarning]:
    """Title, region and unit above the header against file name and contract. Raises ``Refusal``."""
    unit_seen = False
    for number, line in enumerate(lines, 1):
        for text in filter(None, line):
            _check_title(text, number, period)
            found = REGION.search(text)
            if found and found[1] != region:
                raise Refusal(
                    "wrong_region", "表里的行政区划与文件名不符", (Problem(number, expected=region, found=found[1]),)
                )
            unit = UNIT.search(text)
            if unit and contract.unit:
                unit_seen = True
                if unit[1] != contract.unit:
                    raise Refusal(
                        "wrong_unit", "金额单位不对", (Problem(number, expected=contract.unit, found=unit[1]),)
                    )
    if contract.unit and not unit_seen:
        return [FileWarning("unit_missing", f"表上没有写金额单位，按“{contract.unit}”读")]
    return []


def _check_title(text: str, row: int, period: str) -> None:
    for found in TITLE_PERIOD.finditer(text):
        said = found[1] + (found[2].zfill(2) if found[2] else "")
        # a year's title may name no month, a month's title may name only the year
        if not (said == period or (len(said) == 4 and period.startswith(said))):
            raise Refusal("wrong_period", "标题里的时期与文件名不符", (Problem(row, expected=period, found=found[0]),))


def split_rows(rows: list[list[str]], layout: Layout, contract: SourceContract) -> tuple[list[int], int | None]:
    """0-based rows of the records, and of the control row. Raises ``Refusal`` when records follow it."""
    body: list[int] = []
    trailer: int | None = None
    required = [i for i, label in zip(layout.positions, layout.labels, strict=True) if _required(label, contract)]
    for at in range(layout.first_row, len(rows)):
        row = rows[at]
        if not any(row):
            continue
        filled = sum(1 for i in required if i < len(row) and row[i])
        if is_trailer(row[0], contract):
            if trailer is not None:
                raise Refusal("many_trailers", "合计行不止一行", (Problem(at + 1),))
            trailer = at
        elif trailer is not None or _is_signature(row):
            if filled * 2 > len(required):
                raise Refusal("rows_after_trailer", "合计行或签名行之后还有明细", (Problem(at + 1),))
        else:
            body.append(at)
    return body, trailer


def _required(label: str, contract: SourceContract) -> bool:
    return any(c.required and normal_label(label) in {normal_label(x.text) for x in c.labels} for c in contract.columns)


def _is_signature(row: list[str]) -> bool:
    first = next((x for x in row if x), "")
    return bool(SIGNATURE.match(first)) and ("：" in first or ":" in first)

"""What the columns of a table hold: budget, result, year before, change, rate, by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporting.checker.figures import UNITS, Unit
from reporting.checker.quantities import Role
from reporting.checker.reading import Grid
from reporting.checker.roles import is_plan

_NUMERIC = re.compile(r"[-+]?\d[\d,]*(\.\d+)?\s*[^\d\s]{0,4}")
_SKIPPED = re.compile(r"序号|行次|编码|代码|分值|权重|得分|备注|原因|年度$")
_UNIT = re.compile(r"亿元|万元|(?<![万亿千])元|万人次|人次|万人|(?<!万)人(?=）)|%")
_HEADING = re.compile(r"项目|指标|险种|预算|执行|决算|实际|金额|本年|上年|增[减长]|完成|收入|支出|结余|分值|得分")
_MONEY = re.compile(r"单位[：:]?\s*(?:人民币)?\s*(亿元|万元|千元|元)|（(亿元|万元|千元|元)）")


@dataclass(frozen=True)
class Column:
    """A column with figures; ``role`` None where its figures are no quantities (scores, row numbers)."""

    index: int
    label: str
    role: Role | None
    plan: bool
    rate: bool
    fraction: bool
    unit: Unit | None
    first_row: int


def money_unit(grid: Grid) -> Unit | None:
    """Unit that the table states for all its amounts."""
    words = grid.title + " " + " ".join(cell for row in grid.rows[:8] for cell in row)
    match = _MONEY.search(words)
    return UNITS[match[1] or match[2]] if match else None


def heading_rows(grid: Grid) -> list[int]:
    """Rows below figures that head another table."""
    found, seen = [], False
    for index, row in enumerate(grid.rows):
        heads = sum(bool(_HEADING.search(cell)) for cell in row)
        if seen and heads > 2 and not any(re.search(r"\d", cell) for cell in row):
            found.append(index)
            seen = False
        seen = seen or _is_data(row)
    return found


def columns_of(grid: Grid, year: int) -> list[Column]:
    """Columns of a table that hold figures under a heading; empty where there is no heading row."""
    first = next((index for index, row in enumerate(grid.rows) if _is_data(row)), None)
    if not first:
        return []
    heads = [row for row in grid.rows[:first] if sum(bool(cell) for cell in row) > 1]
    if not heads:
        return []
    width = max(len(row) for row in grid.rows)
    labels = [_heading(heads, index) for index in range(width)]
    texts = [[row[index] for row in grid.rows[first:] if index < len(row) and row[index]] for index in range(width)]
    return [
        _column(index, labels[index], texts[index], first, year)
        for index in range(1, width)
        if any(_NUMERIC.fullmatch(text) for text in texts[index])
    ]


def _is_data(row: tuple[str, ...]) -> bool:
    """A row with a label and a figure that is not just a column's number."""
    figures = [cell for cell in row[1:] if _NUMERIC.fullmatch(cell)]
    return bool(figures) and any(cell and not _NUMERIC.fullmatch(cell) for cell in row)


def _heading(rows: list[tuple[str, ...]], index: int) -> str:
    words: list[str] = []
    for depth, row in enumerate(rows):
        filled = [cell for cell in row[: index + 1] if cell]
        cell = row[index] if index < len(row) else ""
        # Only an upper heading spans the columns to its right.
        if not cell and depth < len(rows) - 1 and filled and not (index and not row[0] and len(filled) == 0):
            below = rows[depth + 1][index] if index < len(rows[depth + 1]) else ""
            cell = filled[-1] if below else ""
        if cell and cell not in words:
            words.append(cell)
    return " ".join(words)


def _column(index: int, label: str, texts: list[str], first: int, year: int) -> Column:
    role = _role(label, year)
    rate = role in (Role.GROWTH, Role.COMPLETION, Role.SHARE)
    fraction = rate and _are_fractions(label, role, texts)
    match = _UNIT.search(label)
    unit = UNITS[match[0]] if match and not rate else None
    return Column(index, label, role, is_plan(label) or "指标值" in label, rate, fraction, unit, first)


def _are_fractions(label: str, role: Role | None, texts: list[str]) -> bool:
    """A workbook stores 93.5 % as 0.935. Where the heading says %, the cells are in %."""
    bare = [text for text in texts if re.fullmatch(r"-?\d+(\.\d+)?", text)]
    small = sum(len(text.split(".")[0].lstrip("-")) == 1 for text in bare)
    if "%" in label or not bare or small * 4 < len(bare) * 3:
        return False
    # A growth of 2.3 may be 2.3 %; a growth of 0.0235 is a fraction.
    return role is Role.COMPLETION or any(len(text.partition(".")[2]) > 2 for text in bare)


_ROLES = (
    (Role.COMPLETION, re.compile(r"完成率|执行率|完成.*[%比]|为.*预算|占预算|进度")),
    (Role.GROWTH, re.compile(r"增长率|增幅|降幅|增减率|[增减长同比].*%|增长（")),
    (Role.SHARE, re.compile(r"比重|占比|%")),
    (Role.CHANGE, re.compile(r"增减|增加|较上年|变动|比上年")),
)


def _role(label: str, year: int) -> Role | None:
    if not label or _SKIPPED.search(label):
        return None
    for role, pattern in _ROLES:
        if pattern.search(label):
            return role
    before = re.search(rf"上年|去年|{year - 1}\s*年", label) and not re.search(r"结余|结存|结转", label)
    return Role.PRIOR if before else Role.VALUE

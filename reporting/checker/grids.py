"""Reads tables: a cell's row and column labels are its words; a row's changes and rates belong to its amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from reporting.checker.columns import Column, columns_of, heading_rows, money_unit
from reporting.checker.figures import UNITS, Figure, Unit, find_figures
from reporting.checker.quantities import Listing, Quantity, Report, Role, Subject
from reporting.checker.reading import Grid
from reporting.checker.subjects import years_of
from reporting.checker.vocabulary import find_fund, flow_and_item, person_item

_TOTAL = re.compile(r"合计|总计|总额|小计|^总|总收入|总支出|^[一二三四]、.*(收入|支出)$|^(本年|基金)*(收入|支出)$")
_OF_WHICH = re.compile(r"^\s*其中|^\s*#")


@dataclass(frozen=True)
class _Entry:
    row: int
    label: str
    quantity: Quantity


def read_grid(grid: Grid, report: Report) -> None:
    """Add a table's figures, and the sums that its total rows announce. A form may hold several tables, one below another."""
    starts = heading_rows(grid)
    bounds = zip([0, *starts], [*starts, len(grid.rows)], strict=True)
    for first, last in bounds:
        _read(Grid(grid.rows[first:last], grid.places[first:last], grid.title), report, money_unit(grid), grid)


def _read(grid: Grid, report: Report, default: Unit | None, form: Grid) -> None:
    columns = columns_of(grid, report.year)
    if not columns:
        return
    fund = _fund(grid, columns[0].first_row) or _fund(form, len(form.rows))
    entries: dict[int, list[_Entry]] = {}
    for row in range(columns[0].first_row, len(grid.rows)):
        label = _row_label(grid, row, columns)
        found = [_cell(grid, row, column, label, default, report, fund) for column in columns]
        pairs = [(column, each) for column, each in zip(columns, found, strict=True) if each is not None]
        _hang(pairs)
        for column, each in pairs:
            report.quantities.append(each)
            if each.role is Role.VALUE:
                entries.setdefault(column.index, []).append(_Entry(row, label, each))
    for of_column in entries.values():
        _totals(of_column, report)


def _row_label(grid: Grid, row: int, columns: list[Column]) -> str:
    first = min(column.index for column in columns)
    return " ".join(cell for cell in grid.rows[row][:first] if cell and not re.fullmatch(r"[\d.、]+", cell))


def _fund(grid: Grid, first: int) -> str:
    """Fund that the table's own title names: a title row has one text."""
    titles = [next(cell for cell in row if cell) for row in grid.rows[:first] if sum(bool(cell) for cell in row) == 1]
    return next((fund for title in (grid.title, *titles) if (fund := find_fund(title))), "")


def _cell(
    grid: Grid, row: int, column: Column, label: str, default: Unit | None, report: Report, fund: str
) -> Quantity | None:
    if column.index >= len(grid.rows[row]) or column.role is None:
        return None
    text = grid.rows[row][column.index]
    figure = _figure(text, column, label, default)
    if figure is None or figure.unit is None:
        return None
    words = f"{label} {column.label}"
    subject = _subject(words, label, column, figure, report.year, fund)
    # A rate in a column of goals or results (99.2 %) says nothing that can be added or compared.
    claim = column.role is Role.VALUE and figure.unit.dimension in ("rate", "times", "points")
    return Quantity(
        figure=figure,
        unit=figure.unit,
        subject=subject,
        role=Role.CLAIM if claim else column.role,
        label=words,
        after="",
        place=grid.places[row][column.index],
        quote=f"{label} | {column.label} | {text}",
        order=len(report.quantities),
        explicit_fund=find_fund(words) is not None,
    )


def _figure(text: str, column: Column, label: str, default: Unit | None) -> Figure | None:
    if not re.fullmatch(r"[-+]?[\d,]+(\.\d+)?\s*[^\d\s]{0,4}", text.strip()):
        return None
    found = find_figures(text.strip())
    if len(found) != 1:
        return None
    figure = found[0]
    if figure.unit is not None:
        return figure
    unit = UNITS["%"] if column.rate else column.unit or _label_unit(label) or default
    number, decimals = figure.number, figure.decimals
    if column.rate and column.fraction:
        number, decimals = number * 100, max(decimals - 2, 0)
    return Figure(
        Fraction(number), decimals, unit, figure.start, figure.end, text.strip() + (unit.name if unit else "")
    )


def _label_unit(label: str) -> Unit | None:
    match = re.search(r"（(亿元|万元|元|万人次|人次|万人|人)）|[/／](万人|人|万元|元)$", label)
    return UNITS[match[1] or match[2]] if match else None


def _subject(words: str, label: str, column: Column, figure: Figure, year: int, title: str) -> Subject:
    fund = find_fund(column.label) or find_fund(label) or title
    if title in ("", "all") and not find_fund(words):
        fund = "all" if re.search(r"合计|总计", words) else title
    of_year = next(reversed(years_of(column.label)), year)
    if figure.unit is not None and figure.unit.dimension in ("persons", "visits", "things"):
        return Subject(fund, "heads", person_item(label, column.label), column.plan, of_year)
    flow, item = flow_and_item(words)
    return Subject(fund, flow, item, column.plan, of_year, nameless=not (fund or flow or item))


def _hang(pairs: list[tuple[Column, Quantity]]) -> None:
    """Changes and rates belong to the last actual amount on their left, else to the first on their right."""
    heads = [(column, each) for column, each in pairs if each.role is Role.VALUE and not column.plan]
    for column, each in pairs:
        if each.role is Role.VALUE or not heads:
            continue
        left = [head for place, head in heads if place.index < column.index]
        head = left[-1] if left else heads[0][1]
        each.subject = head.subject
        each.owner = head
        head.modifiers.append(each)


def _totals(entries: list[_Entry], report: Report) -> None:
    """A total row sums the rows above it or those below it, as far as the next total."""
    marks = [index for index, each in enumerate(entries) if _TOTAL.search(each.label)]
    for index in marks:
        before = max((mark for mark in marks if mark < index), default=-1)
        behind = min((mark for mark in marks if mark > index), default=len(entries))
        for parts in (entries[before + 1 : index], entries[index + 1 : behind]):
            plain = [each.quantity for each in parts if not _OF_WHICH.match(each.label)]
            same = [each for each in plain if each.unit.dimension == entries[index].quantity.unit.dimension]
            if len(same) > 1:
                report.listings.append(Listing(entries[index].quantity, same, guessed=True))

"""The 收支分析表: what the funds took in, spent and hold, one column for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reporting.content.facts import Facts, layout
from reporting.content.names import Names
from reporting.document import Cell, Table


def statement_table(facts: Facts, names: Names) -> Table:
    """The table of one region and year; its rows are those of the layout."""
    words: dict[str, Any] = layout("statement")
    columns = [(fund.code, fund.short) for fund in names.funds] + [("all", words["all"])]
    heading = (Cell((words["heading"],), "head"), *(Cell((short,), "head") for _, short in columns))
    rows = [heading]
    for row in _rows(words, names):
        cells = [
            _cell(facts, code, row, words["formats"][row["measure"]], strong=row.get("strong", False))
            for code, _ in columns
        ]
        rows.append((Cell((row["label"],), "strong" if row.get("strong") else "text"), *cells))
    first, *others = words["widths"]
    return Table(
        key="statement",
        title=words["title"].format(year=facts.scope.year, region=facts.scope.region_name),
        widths=(first, *(others[0] for _ in names.funds), others[-1]),
        rows=tuple(rows),
        unit=words["unit"],
    )


def _rows(words: dict[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    for row in words["rows"]:
        if "parts" not in row:
            yield row
            continue
        for number, (line, name) in enumerate(names.items(row["parts"])):
            yield {
                "label": (row["lead"] if number == 0 and "lead" in row else "　　") + name,
                "line": line,
                "measure": "amount",
            }


def _cell(facts: Facts, fund: str, row: dict[str, Any], number_format: str, *, strong: bool) -> Cell:
    keys = {"line": row["line"], "basis": "report"} if "line" in row else {}
    figure = facts.figure(row.get("kind", "statement"), row["measure"], fund=fund, **keys)
    return Cell((figure,), "strong_number" if strong else "number", number_format=number_format)

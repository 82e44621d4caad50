"""The self-evaluation tables as the official form has them: one for each fund, one for the region."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from reporting.content.facts import Facts, layout, sql
from reporting.content.human import Human
from reporting.document import Cell, Figure, Provenance, Run, SourceFile, Table, printable

Row = dict[str, Any]
_GAPS = """
    select detail || '（由' || owner || '补充：' || action || '）' from marts.mart_self_evaluation_gap
    where region_code = $region and year = $year and fund_code = $fund order by gap_no
"""


@dataclass(frozen=True)
class FormWriter:
    """Lays out the tables of one region and year."""

    facts: Facts
    human: Human
    words: dict[str, Any]

    def tables(self) -> list[Table]:
        """One table for each fund in the order of the forms, the region's last; none where no goals were delivered."""
        scope = {"region": self.facts.scope.region_code, "year": self.facts.scope.year}
        lines = _rows(self.facts, scope)
        return [
            self._table(code, name, sheet, (goal, outcome), lines[code])
            for code, name, sheet, goal, outcome in self.facts.rows(sql("form_tables"), scope)
        ]

    def _table(self, code: str, name: str, sheet: str, goals: tuple[str, str], lines: list[Row]) -> Table:
        funds = [line for line in lines if line["block"] == "funds"]
        indicators = [line for line in lines if line["block"] == "indicator"]
        total = next(line for line in lines if line["block"] == "total")
        rows = [*self._head(name, total), *self._funds(funds), *self._goals(goals)]
        rows += [*self._indicators(indicators), self._total(total), *self._missing(code), self._signature()]
        table = Table(
            key=f"form-{code}",
            title=f"{self.facts.scope.year} 年{self.facts.scope.region_name}本级{name}支出绩效自评表",
            widths=tuple(self.words["widths"]),
            rows=tuple(rows),
            heading_rows=0,
            sheet=sheet,
        )
        return replace(table, heights=tuple(_heights(table)))

    def _head(self, name: str, total: Row) -> Iterator[tuple[Cell, ...]]:
        head, year = self.words["head"], self.facts.scope.year
        yield (Cell((self.words["title"],), "title", 10),)
        yield (Cell((self.words["year"].format(year=year),), "subtitle", 10),)
        project = self.words["project"].format(fund_name=name)
        place = f"{self.facts.scope.region_name}本级"
        yield _pairs((head["project"], project), (head["year"], f"{year} 年　{place}"))
        yield _pairs((head["department"], self.human.run("department")), (head["unit"], self.human.run("unit")))
        status = self.words["status"][total["status"]]
        yield Cell(("填报状态",), "label"), Cell((status,), "status" if total["status"] != "complete" else "text", 9)

    def _funds(self, lines: list[Row]) -> Iterator[tuple[Cell, ...]]:
        title, name, *headings = self.words["funds_heading"]
        reasons = [line["reason"] for line in lines if line["reason"]]
        yield (
            Cell((title,), "label", rows=len(lines) + 2),
            Cell((name,), "label", 3),
            *(Cell((each,), "label") for each in headings),
        )
        for line in lines:
            yield (
                Cell((line["level_3"],), "text", 3),
                *(self._number(line, field, "amount") for field in ("initial", "adjusted", "executed")),
                self._number(line, "weight", "points"),
                self._number(line, "rate", "rate"),
                self._number(line, "score", "points"),
            )
        yield Cell((self.words["reason_label"],), "label", 3), Cell(("；".join(reasons),), "text", 6)

    def _goals(self, goals: tuple[str, str]) -> Iterator[tuple[Cell, ...]]:
        side, expected, outcome = self.words["goals_heading"]
        yield Cell((side,), "label", rows=2), Cell((expected,), "label", 4), Cell((outcome,), "label", 5)
        yield Cell((printable(goals[0]),), "text", 4), Cell((printable(goals[1]),), "text", 5)

    def _indicators(self, lines: list[Row]) -> Iterator[tuple[Cell, ...]]:
        spans = (1, 1, 2, 1, 1, 1, 1, 2)
        yield tuple(
            Cell((each,), "label", span) for each, span in zip(self.words["indicator_heading"], spans, strict=True)
        )
        for first, of_first in groupby(lines, key=lambda line: line["level_1"]):
            block = list(of_first)
            for second, of_second in groupby(block, key=lambda line: line["level_2"]):
                group = list(of_second)
                for line in group:
                    lead = [Cell((first,), "center", rows=len(block))] if line is block[0] else []
                    lead += [Cell((second,), "center", rows=len(group))] if line is group[0] else []
                    yield (*lead, *self._indicator(line))

    def _indicator(self, line: Row) -> Iterator[Cell]:
        yield Cell((line["level_3"],), "text", 2)
        yield Cell((self._figure(line, "target_text", "年度指标值"),), "center")
        actual = self._figure(line, "actual_text", "实际完成值", line["evidence_sql"])
        yield Cell((actual,), "center") if actual.known else Cell(("缺数据",), "status")
        yield self._number(line, "weight", "points")
        yield self._number(line, "score", "points")
        reason = line["reason"] or (f"【待填：{line['missing']}】" if line["missing"] else "")
        yield Cell((reason,), "text" if line["reason"] or not reason else "status", 2)

    def _total(self, line: Row) -> tuple[Cell, ...]:
        grade = self.words["grade"].format(grade=line["grade"] or "—")
        return (
            Cell((self.words["total_label"],), "label", 6),
            self._number(line, "weight", "points"),
            self._number(line, "score", "points"),
            Cell((grade,), "label", 2),
        )

    def _missing(self, code: str) -> Iterator[tuple[Cell, ...]]:
        scope = {"region": self.facts.scope.region_code, "year": self.facts.scope.year, "fund": code}
        gaps = self.facts.rows(_GAPS, scope)
        for number, (gap,) in enumerate(gaps):
            title = [Cell((self.words["missing_title"],), "status", rows=len(gaps))] if number == 0 else []
            yield (*title, Cell((printable(gap),), "status", 9))

    def _signature(self) -> tuple[Cell, ...]:
        return tuple(
            Cell((each,), "sign", span) for each, span in zip(self.words["signature"], (3, 2, 2, 3), strict=True)
        )

    def _number(self, line: Row, field: str, kind: str) -> Cell:
        if line[field] is None:
            return Cell(("" if line["block"] == "funds" and field in ("weight", "score") else "—",), "center")
        evidence = line["evidence_sql"] if field in ("initial", "adjusted", "executed") else None
        return Cell((self._figure(line, field, _LABELS[field], evidence),), "number", 1, 1, self.words["formats"][kind])

    def _figure(self, line: Row, field: str, label: str, evidence: str | None = None) -> Figure:
        scope, value = self.facts.scope, line[field]
        row = f"region_code = '{scope.region_code}' and fund_code = '{line['fund_code']}' and year = {scope.year} and row_no = {line['row_no']}"
        source = f"select {_COLUMNS[field]} as value from marts.mart_self_evaluation where {row}"  # noqa: S608  shown, not run
        provenance = Provenance(
            printable(f"{line['level_3']}，{label}"),
            evidence or source,
            tuple(SourceFile(**each) for each in json.loads(line["source_files"])),
            line["score_rule"] if field == "score" else None,
        )
        number = value if isinstance(value, Decimal) else None
        text = line[f"{field}_shown"] if number is not None else printable(value or "—")
        return Figure(text, text, number, self.facts.register(provenance))


_LABELS = {
    "initial": "年初预算数",
    "adjusted": "全年预算数（A）",
    "executed": "全年执行数（B）",
    "weight": "分值",
    "rate": "执行率（B/A）",
    "score": "得分",
}
_COLUMNS = {
    "weight": "weight",
    "score": "score",
    "rate": "cast(execution_rate * 100 as decimal(18, 2))",
    "target_text": "target",
    "actual_text": "actual",
    "initial": "budget_initial",
    "adjusted": "budget_adjusted",
    "executed": "executed",
}


def _rows(facts: Facts, scope: dict[str, Any]) -> dict[str, list[Row]]:
    shown = ", ".join(f"grouped({field}) as {field}_shown" for field in _LABELS)
    query = f"select *, {shown} from ({sql('form_rows')}) as line order by fund_code, row_no"  # noqa: S608  own constants
    cursor = facts.connection.execute(query, scope)
    names = [column[0] for column in cursor.description or []]
    found: dict[str, list[Row]] = {}
    for values in cursor.fetchall():
        row = {
            name: printable(value) if isinstance(value, str) else value
            for name, value in zip(names, values, strict=True)
        }
        found.setdefault(row["fund_code"], []).append(row)
    return found


def _pairs(left: tuple[str, Run], right: tuple[str, Run]) -> tuple[Cell, ...]:
    return (
        Cell((left[0],), "label"),
        Cell((left[1],), "text", 4),
        Cell((right[0],), "label"),
        Cell((right[1],), "text", 4),
    )


_TALL = {"title": 30, "sign": 30, "label": 20}


def _heights(table: Table) -> Iterator[tuple[int, float]]:
    """Heights in points: workbooks do not grow rows for merged cells by themselves."""
    needed: dict[int, float] = {}
    for row, column, cell in table.placed():
        if cell.rows == 1:
            lines = _lines(cell.text, sum(table.widths[column : column + cell.columns]))
            height = max(_TALL.get(cell.style, 18), 4 + 13.5 * lines)
            needed[row] = max(needed.get(row, 18), height)
    yield from needed.items()


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a width of characters; a Chinese character is two wide."""
    return sum(
        1 + int(sum(2 if ord(character) > 0x2000 else 1 for character in line) // (width - 1))
        for line in text.split("\n")
    )


def form_tables(facts: Facts, human: Human) -> list[Table]:
    """Tables of the official form; see FormWriter.tables."""
    return FormWriter(facts, human, layout("form")).tables()

"""What templates may ask for: figures by fund and line, parts, targets, results, reasons, and words from people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reporting.content.facts import Facts, layout, sql
from reporting.content.human import Human
from reporting.content.prose import Marked, Marks
from reporting.document import Placeholder, Run, printable


@dataclass(frozen=True)
class Fund:
    """A fund with its full and its short name."""

    code: str
    name: str
    short: str


@dataclass(frozen=True)
class Part:
    """A line that is part of a total."""

    fund: str
    line: str
    name: str


class Names:
    """The vocabulary of the templates for one region and year."""

    def __init__(self, facts: Facts, human: Human, marks: Marks) -> None:
        self.facts = facts
        self.human = human
        self.marks = marks
        self.words: dict[str, Any] = layout("prose")
        self._place = {"region": facts.scope.region_code, "period": facts.scope.period}
        self._year = {"region": facts.scope.region_code, "year": facts.scope.year}

    def for_template(self) -> dict[str, Any]:
        """Names as templates write them."""
        return {
            "year": self.facts.scope.year,
            "place": f"{self.facts.scope.region_name}本级",
            "funds": self.funds,
            "reasons": self.reasons(),
            "ordinal": lambda number: self.words["ordinals"][number - 1],
            "human": lambda name: self.marks.mark(self.human.run(name)),
            "s": self.statement,
            "w": lambda fund, line, measure: self._text("statement", measure, fund=fund, line=line, basis="report"),
            "b": lambda fund, measure: self._mark("benefits", measure, fund=fund),
            "bw": lambda fund, measure: self._text("benefits", measure, fund=fund),
            "i": lambda fund, code, measure: self._mark("indicator", measure, fund=fund, indicator=code),
            "reserve": self.reserve,
            "total": lambda fund: self._mark("score", "score", fund=fund),
            "grade": lambda fund: self._text("score", "grade", fund=fund),
            "all_known": self.all_known,
            "parts_of": lambda fund, side: self._parts(fund, side, "has_amount"),
            "budget_parts": lambda fund: self._parts(fund, "expenditure", "has_budget"),
            "premium_parts": self.premium_parts,
            "benefit_parts": self.benefit_parts,
            "transfers": self.transfers,
            "targets": self.targets,
            "actuals": self.actuals,
        }

    @cached_property
    def funds(self) -> list[Fund]:
        """Funds of the statement in the order of the forms."""
        rows = self.facts.rows(sql("funds"), self._place)
        return [Fund(code, name, f"{short}保险") for code, name, short, _ in rows]

    def items(self, side: str) -> list[tuple[str, str]]:
        """Lines of income or expenditure that any fund moved, with their names."""
        return [
            (line, self._line_name("", line, item))
            for at, line, item in self.facts.rows(sql("items"), self._place)
            if at == side
        ]

    def statement(self, fund: str, line: str, measure: str, basis: str = "report") -> Marked:
        """A figure of the fund statement."""
        return self._mark("statement", measure, fund=fund, line=line, basis=basis)

    def reserve(self, fund: Fund) -> str:
        """（其中：工伤储备金 … 万元） behind a fund's closing balance; '' where it holds no reserve."""
        account, name = self.words["reserve"]["account"], self.words["reserve"]["name"]
        held = self._mark("account", "closing", fund=fund.code, account=account)
        return f"（其中：{fund.short.removesuffix('保险')}{name} {held} 万元）" if held.known else ""

    def all_known(self, line: str, measure: str) -> bool:
        """Every fund has the figure, so that a list of them says something."""
        return all(self.statement(fund.code, line, measure).known for fund in self.funds)

    def premium_parts(self, fund: str) -> list[Part]:
        """Kinds of premiums, where a fund has more than one."""
        rows = self.facts.rows(sql("premium_kinds"), {**self._place, "fund": fund})
        return [Part(fund, line, printable(item)) for line, item in rows] if len(rows) > 1 else []

    def benefit_parts(self, fund: str) -> list[Part]:
        """All benefits, and their kinds where there are several."""
        kinds = [part for part in self._parts(fund, "expenditure", "has_amount") if part.line.startswith("5001")]
        whole = [] if fund in self.words["without_benefit_sum"] else [Part(fund, "5001", "待遇支出")]
        return whole + [kind for kind in kinds if kind.line != "5001" and (len(kinds) > 1 or not whole)]

    def transfers(self, line: str) -> list[Fund]:
        """Funds with a transfer of that account."""
        moved = {fund for (fund,) in self.facts.rows(sql("transfers"), {**self._place, "line": line})}
        return [fund for fund in self.funds if fund.code in moved]

    def targets(self, fund: str) -> list[str]:
        """The goals of a fund in words."""
        query = "select indicator_code, catalogue_code, level_3 from marts.mart_self_evaluation where region_code = $region and year = $year and fund_code = $fund and block = 'indicator' and target_value is not null and catalogue_code is not null order by row_no"
        rows = self.facts.rows(query, {**self._year, "fund": fund})
        return [self._target(fund, code, printable(name)) for _, code, name in rows]

    def actuals(self, fund: str, only: tuple[str, ...] = ()) -> list[str]:
        """What was achieved, in words, for the indicators that the layout has words for."""
        codes = [code for code in self.words["actuals"] if not only or code in only]
        return [said for code in codes if (said := self._actual(fund, code))]

    def reasons(self) -> list[dict[str, Any]]:
        """Deviations with what people said about them, or the mark that nobody has yet."""
        found = []
        for kind, fund, fund_code, code, indicators, words in self.facts.rows(sql("reasons"), self._year):
            run: Run = printable(words)
            if kind == "missing":
                run = Placeholder(f"{fund_code}.{code}", f"{fund}“{printable(indicators)}”的偏差原因，随绩效目标表报送")
            found.append(
                {"kind": kind, "fund": fund, "indicators": self.marks.mark(indicators), "words": self.marks.mark(run)}
            )
        return found

    def _target(self, fund: str, code: str, name: str) -> str:
        pattern = self.words["targets"].get(code, f"{name} {{value}}")
        value = self._mark("target", "value", fund=fund, indicator=code)
        return str(pattern).format(
            value=f"{value}{self._spaced(self._text('target', 'unit', fund=fund, indicator=code))}"
        )

    def _actual(self, fund: str, code: str) -> str | None:
        value = self._mark("indicator", "actual", fund=fund, indicator=code)
        if not value.known:
            return None
        unit = self._spaced(self._text("indicator", "unit", fund=fund, indicator=code))
        return str(self.words["actuals"][code]).format(value=f"{value}{unit}", change=self._change(fund, code, unit))

    def _change(self, fund: str, code: str, unit: str) -> str:
        growth, prior, change = (
            self._mark("indicator", measure, fund=fund, indicator=code)
            for measure in ("growth_abs_fine", "prior", "change")
        )
        if not growth.known:
            return ""
        words = (
            self._text("indicator", measure, fund=fund, indicator=code) for measure in ("change_word", "growth_word")
        )
        more, grown = words
        return f"，较上年 {prior}{unit}{more} {change}{unit}，{grown} {growth}%"

    def _parts(self, fund: str, side: str, wanted: str) -> list[Part]:
        columns = ("side", "line", "item", "kind", "has_amount", "has_budget")
        rows = [
            dict(zip(columns, row, strict=True)) for row in self.facts.rows(sql("parts"), {**self._place, "fund": fund})
        ]
        return [
            Part(fund, row["line"], self._line_name(fund, row["line"], row["item"]))
            for row in rows
            if row["side"] == side and row[wanted] and not self._is_told_otherwise(fund, row["line"])
        ]

    def _is_told_otherwise(self, fund: str, line: str) -> bool:
        """Benefits are told either as one sum or by their kinds."""
        by_kind = fund in self.words["benefit_kinds"]
        return line.startswith("5001") and (line == "5001") == by_kind

    def _line_name(self, fund: str, line: str, item: str) -> str:
        name = self.words["lines"].get(line, item)
        return printable(str(name.get(fund, name["other"]) if isinstance(name, dict) else name))

    def _mark(self, kind: str, measure: str, **keys: str) -> Marked:
        return self.marks.mark(self.facts.figure(kind, measure, **keys))

    def _text(self, kind: str, measure: str, **keys: str) -> str:
        return self.facts.figure(kind, measure, **keys).text

    @staticmethod
    def _spaced(unit: str) -> str:
        return unit if unit == "%" else f" {unit}"

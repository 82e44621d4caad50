"""Figures on demand: each is the answer of its evidence, read from the published warehouse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import yaml

from reporting.document import Figure, Provenance, SourceFile, printable

ROOM = Path(__file__).resolve().parent.parent
_CODE = re.compile(r"[0-9A-Za-z_.\-]+")
_FORMAT = """
    select value, coalesce({shown}, '—'), coalesce({grouped}, '—')
    from (select max(value) as value from ({evidence}) as evidence) as figure
"""


def sql(name: str) -> str:
    """Text of a query in reporting/sql."""
    return (ROOM / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def layout(name: str) -> Any:
    """A layout of reporting/layouts."""
    return yaml.safe_load((ROOM / "layouts" / f"{name}.yml").read_text(encoding="utf-8"))


@cache
def _catalogue() -> dict[str, Any]:
    return dict(layout("figures"))


@dataclass(frozen=True)
class Scope:
    """A region and year; ``period`` is the last month that counts, ``prior_period`` the same a year earlier."""

    region_code: str
    region_name: str
    period: str
    prior_period: str

    @property
    def year(self) -> int:
        """Calendar year."""
        return int(self.period[:4])


class Facts:
    """Figures of one region and year, and the provenance of those that were asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        self.connection = connection
        self.scope = scope
        self.provenance: dict[str, Provenance] = {}
        self._figures: dict[tuple[str, ...], Figure] = {}
        self._files_of: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[SourceFile, ...]] = {}
        self._names = dict(self.rows("select fund_code, short_name from marts.dim_fund")) | {"all": "各险种合计"}
        self._indicators = {
            code: (name, datasets.replace(" ", "").split(";"))
            for code, name, datasets in self.rows(
                "select distinct indicator_code, indicator_name, datasets from marts.fct_indicator_actual"
            )
        }
        connection.execute(sql("figure_macros"))

    def rows(self, query: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.connection.execute(query, parameters or {}).fetchall()

    def figure(self, kind: str, measure: str, **keys: str) -> Figure:
        """A figure of the catalogue.

        Args:
            kind: Group of the catalogue: statement, benefits, medical, account, indicator, target or score.
            measure: Its measure.
            keys: What the group's SQL asks for beyond region, year and period: fund, line, basis, account, indicator.
        """
        key = (kind, measure, *(f"{name}={value}" for name, value in sorted(keys.items())))
        if key not in self._figures:
            self._figures[key] = self._ask(kind, measure, keys)
        return self._figures[key]

    def register(self, provenance: Provenance) -> str:
        """Keep a provenance and give its id."""
        name = f"p{len(self.provenance) + 1}"
        self.provenance[name] = provenance
        return name

    def _ask(self, kind: str, measure: str, keys: dict[str, str]) -> Figure:
        group = _catalogue()[kind]
        entry = group["measures"][measure]
        evidence = self._evidence(group, entry, keys)
        shown = "trimmed(cast(value as varchar))" if entry.get("trim") else "cast(value as varchar)"
        is_word = "unit" not in entry and not entry.get("trim")
        grouped = shown if is_word or entry.get("trim") else "grouped(value)"
        value, text, with_thousands = self.rows(_FORMAT.format(shown=shown, grouped=grouped, evidence=evidence))[0]
        label = self._label(group, entry, keys)
        source = self.register(Provenance(label, evidence, self._files(entry, keys)))
        number = value if isinstance(value, Decimal) else None
        return Figure(printable(text), printable(with_thousands), number, source)

    def _evidence(self, group: dict[str, Any], entry: dict[str, Any], keys: dict[str, str]) -> str:
        scope = {"region": self.scope.region_code, "period": self.scope.period, **keys}
        literals = {name: _literal(value) for name, value in scope.items()} | {"year": str(self.scope.year)}
        return Template(f"select {entry['value']} as value {group['from']}").substitute(literals)

    def _label(self, group: dict[str, Any], entry: dict[str, Any], keys: dict[str, str]) -> str:
        words = dict(keys)
        words["fund_label"] = self._names.get(keys["fund"], keys["fund"])
        if "indicator" in keys:
            words["indicator_label"] = self._indicators.get(keys["indicator"], (keys["indicator"], []))[0]
        if "line" in keys:
            words["line"] = self._line_name(keys["line"])
        unit = f"（{entry['unit']}）" if "unit" in entry else ""
        return printable(f"{Template(group['label']).substitute(words)}，{entry['label']}{unit}")

    def _line_name(self, line: str) -> str:
        found = self.rows(
            "select min(item) from marts.fct_fund_statement where line_code = $line and region_code = $region",
            {"line": line, "region": self.scope.region_code},
        )
        return str(found[0][0] or line)

    def _files(self, entry: dict[str, Any], keys: dict[str, str]) -> tuple[SourceFile, ...]:
        return self.files(entry["files"], self._indicators.get(keys.get("indicator", ""), ("", []))[1])

    def files(self, roles: Sequence[str], datasets: Sequence[str] = ()) -> tuple[SourceFile, ...]:
        """Deliveries that play the roles of the figure catalogue."""
        key = (tuple(roles), tuple(datasets))
        if key not in self._files_of:
            asked = {
                "region": self.scope.region_code,
                "period": self.scope.period,
                "prior_period": self.scope.prior_period,
                "roles": list(roles),
                "datasets": list(datasets),
            }
            self._files_of[key] = tuple(SourceFile(*row) for row in self.rows(sql("source_files"), asked))
        return self._files_of[key]


def _literal(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError(f"代码 {value!r} 含有不允许的字符。")
    return f"'{value}'"

"""A rule change is tried before it is proposed: the newest build, made by the new rules, beside what readers see."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from warehouse.closes import read_closes
from warehouse.connection import scratch
from warehouse.settings import Settings
from warehouse.state.rules import RULES, SEEDS, RulesRefused

_SQL = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True)
class Moved:
    """Lines of a leg, in closed months or in the others, and how many of them the build tells otherwise (amount in 元).

    Attributes:
        other_lines: Lines that are on one side only: they came, went or changed with a delivery, not by a rule.
    """

    leg: str
    is_closed: bool
    lines: int
    other_verdict: int
    other_cause: int
    other_group: int
    other_lines: int
    amount: Decimal

    @property
    def is_moved(self) -> bool:
        """Whether the build tells any line otherwise."""
        return bool(self.other_verdict or self.other_cause or self.other_group or self.other_lines)

    def __str__(self) -> str:
        where = "已结账月份" if self.is_closed else "未结账月份"
        return (
            f"{leg_names()[self.leg]} {where}：{self.lines} 行中结论变 {self.other_verdict}、原因变 {self.other_cause}、"
            f"勾对变 {self.other_group}、行不同 {self.other_lines}，涉及 {self.amount} 元"
        )


@cache
def leg_names() -> dict[str, str]:
    """Leg → what people call it."""
    with (SEEDS / "legs.csv").open(encoding="utf-8", newline="") as file:
        return {row["leg"]: row["leg_name"] for row in csv.DictReader(file)}


def try_rules(settings: Settings) -> list[Moved]:
    """Compare the newest build with the publication.

    Raises:
        RulesRefused: There is no complete build by the rules as they are now, or nothing was published yet.
    """
    if not settings.build_path.exists() or not settings.published_path.exists():
        raise RulesRefused("试算要有一次发布和一次按新规则的构建：先 sanfang build。")
    closed = [
        f"{each.region_code}.{each.period}" for each in read_closes(settings.closed_path) if each.status == "current"
    ]
    with scratch() as connection:
        for name, path in (("build", settings.build_path), ("published", settings.published_path)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        if connection.execute("select completed from build.ops.build").fetchone() != (True,):
            raise RulesRefused("最近一次构建没有完成：先 sanfang build。")
        require_built_by(connection)
        return [Moved(*row) for row in connection.execute(_SQL.read_text(), {"periods": closed}).fetchall()]


def require_built_by(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a build, attached as ``build``, that was made by other rules than those declared now.

    Raises:
        RulesRefused: Names the declaration that was changed after the build.
    """
    present = {
        str(row[0])
        for row in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'build' and schema_name = 'seeds'"
        ).fetchall()
    }
    # A build on another engine keeps its seeds there.
    for seed in sorted(RULES.keys() & present):
        path = str(SEEDS / f"{seed}.csv").replace("'", "''")
        connection.execute(f"create or replace temp table declared as from build.seeds.{seed} limit 0")
        connection.execute(f"insert into declared by name select * from read_csv('{path}', all_varchar = true)")  # noqa: S608
        one_way = f"(from declared except from build.seeds.{seed})"
        other_way = f"(from build.seeds.{seed} except from declared)"
        if connection.execute(f"select 1 from ({one_way} union all {other_way}) limit 1").fetchone():  # noqa: S608
            raise RulesRefused(f"规则在最近一次构建之后改过（{seed}）：先 sanfang build。")

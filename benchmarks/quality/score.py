"""Compares a published warehouse with the planted truth: wrong links, agreeing lines, verdicts, causes, bridges.

Targets: no confirmed group joins two payments, at least 99.5 % of the agreeing lines are told rightly, at least
99 % of the others get their verdict, each line has one verdict, and no bridge leaves anything unexplained.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.quality.table import document, markdown, share

SQL = Path(__file__).parent / "sql" / "score.sql"
PROVEN = ("proven", "proven_with_open_items")
AGREEING, DIFFERING = 0.995, 0.99
Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Score:
    """One warehouse against its truth. Rates are counts (right, of)."""

    groups: int
    wrong_groups: int
    wrong_amount: str
    wrong: Rows
    agreeing: tuple[int, int]
    differing: tuple[int, int]
    causes: tuple[int, int]
    months: tuple[int, int]
    totals: tuple[int, int]
    zero_verdicts: int
    two_verdicts: int
    kinds: Rows
    kind_groups: Rows
    confusion: Rows
    strangers: Rows
    bridges: Rows
    unexplained: int
    bridge_missing: bool

    def failures(self) -> list[str]:
        """What misses its target, in words; empty when all are met."""
        found = []
        if self.wrong_groups:
            found.append(f"{self.wrong_groups} confirmed groups join different payments ({self.wrong_amount} yuan)")
        for name, (right, of), target in (
            ("agreeing lines", self.agreeing, AGREEING),
            ("verdicts of other lines", self.differing, DIFFERING),
        ):
            if of == 0 or right < target * of:
                found.append(f"{name}: {share(right, of)} is below {target:.1%}")
        if self.zero_verdicts or self.two_verdicts:
            found.append(f"{self.zero_verdicts} lines without and {self.two_verdicts} with several verdicts")
        if self.bridge_missing or self.unexplained:
            found.append("no bridge" if self.bridge_missing else f"{self.unexplained} bridges leave a rest")
        found += [f"{n} bridges are {status}" for _, status, n in self.bridges if status not in PROVEN]
        return found


def score(warehouse: Path, truth: Path) -> Score:
    """Read both read-only. ``truth`` is the planted Parquet file. Raises duckdb errors when tables are missing."""
    con = duckdb.connect()
    con.execute(f"attach '{warehouse}' as warehouse (read_only)")
    con.execute(f"create table truth as select * from '{truth}'")
    con.execute(SQL.read_text(encoding="utf-8"))

    def numbers(query: str) -> tuple[int, ...]:
        row = con.execute(query).fetchone()
        return tuple(int(n or 0) for n in row) if row else ()

    wrong = "from confirmed where payments > 1 or unknown > 0"
    amount = con.execute(f"select coalesce(sum(amount), 0)::decimal(18, 2)::varchar {wrong}").fetchone()
    scored = "from answer where not (optional and verdicts = 0)"
    rate = "select count(*) filter (right_verdict), count(*)"
    bridges, unexplained, missing = _bridges(con)
    agreeing, agreeing_of = numbers(f"{rate} {scored} and verdict = 'matched'")
    differing, differing_of = numbers(f"{rate} {scored} and verdict <> 'matched'")
    caused, caused_of = numbers(
        f"select count(*) filter (judged_cause = cause), count(*) {scored} and cause is not null and right_verdict"
    )
    dated, dated_of = numbers(
        f"select count(*) filter (right_months), count(*) {scored} and verdict = 'matched' and right_verdict "
        "and class_id is null and leg <> 'ledger_fin'"
    )
    return Score(
        groups=numbers("select count(*) from confirmed")[0],
        wrong_groups=numbers(f"select count(*) {wrong}")[0],
        wrong_amount=str(amount[0]) if amount else "0.00",
        wrong=con.execute(f"select leg, kinds, lines, amount, members[:200] {wrong} order by all limit 20").fetchall(),
        agreeing=(agreeing, agreeing_of),
        differing=(differing, differing_of),
        causes=(caused, caused_of),
        months=(dated, dated_of),
        totals=(0, 0) if missing else _totals(con, truth.with_name("truth_totals.parquet")),
        zero_verdicts=numbers("select count(*) from answer where verdicts = 0 and not optional")[0],
        two_verdicts=numbers("select count(*) from answer where verdicts > 1")[0],
        kinds=_kinds(con),
        kind_groups=con.execute(
            "select leg, kind, count(distinct group_id) from got_known join confirmed using (leg, group_id) "
            "where kind is not null group by all order by all"
        ).fetchall(),
        confusion=con.execute(
            "select leg, kind, party, verdict, coalesce(said, '—'), count(*), min(record_key) from answer "
            "where not right_verdict and not (optional and verdicts = 0) group by all order by 6 desc, 1, 2, 3, 4, 5"
        ).fetchall(),
        strangers=con.execute(
            "select leg, party, verdict, count(*), min(record_key) from got_known "
            "where kind is null and verdict <> 'excluded' group by all order by all"
        ).fetchall(),
        bridges=bridges,
        unexplained=unexplained,
        bridge_missing=missing,
    )


def _kinds(con: duckdb.DuckDBPyConnection) -> Rows:
    """Leg, kind, lines, wrong groups touching the kind, lines with the right verdict, scored causes that are right."""
    return con.execute(
        """
        with wrong as (
            select g.leg, g.kind, count(distinct g.group_id) as groups
            from got_known g join confirmed c using (leg, group_id)
            where c.payments > 1 or c.unknown > 0 group by all
        )
        select a.leg, a.kind, count(*), coalesce(min(w.groups), 0), count(*) filter (a.right_verdict),
            count(*) filter (a.right_verdict and a.judged_cause = a.cause),
            count(*) filter (a.right_verdict and a.cause is not null)
        from answer a left join wrong w on w.leg = a.leg and w.kind = a.kind
        where not (a.optional and a.verdicts = 0)
        group by a.leg, a.kind order by a.leg, a.kind
        """
    ).fetchall()


def _bridges(con: duckdb.DuckDBPyConnection) -> tuple[Rows, int, bool]:
    """Bridges by leg and status, how many leave a rest, and whether there is no bridge at all."""
    key = "leg, region_code, fund_code, period, basis"
    try:
        rows = con.execute(
            f"select leg, status, count(*) from (select distinct {key}, status "
            "from warehouse.marts.fct_reconciliation_bridge) group by all order by all"
        ).fetchall()
        rest = con.execute(
            f"select count(*) from (select distinct {key} from warehouse.marts.fct_reconciliation_bridge "
            "where line_code = 'unexplained' and amount <> 0)"
        ).fetchone()
    except duckdb.CatalogException:
        return [], 0, True
    return rows, int(rest[0]) if rest else 0, not rows


def _totals(con: duckdb.DuckDBPyConnection, totals: Path) -> tuple[int, int]:
    """How many of the tax totals, by paid and by treasury date, stand as an amount in a bridge of their fund and month."""
    if not totals.exists():
        return 0, 0
    row = con.execute(
        f"""
        select count(*) filter (exists (
            from warehouse.marts.fct_reconciliation_bridge b
            where b.region_code = t.region_code and b.fund_code = t.fund and b.period = t.period
                and b.basis = t.basis and abs(b.amount) = abs(t.amount))), count(*)
        from '{totals}' t where t.dataset = 'tax_collection'
        """
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def main(arguments: list[str] | None = None) -> int:
    """``score WAREHOUSE TRUTH``, or ``--run NAME WAREHOUSE TRUTH`` several times; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="Score a published warehouse against planted truth.")
    parser.add_argument("warehouse", nargs="?", type=Path)
    parser.add_argument("truth", nargs="?", type=Path)
    parser.add_argument("--run", nargs=3, action="append", default=[], metavar=("NAME", "WAREHOUSE", "TRUTH"))
    parser.add_argument("--write", nargs="?", const=Path("docs/quality.md"), type=Path, help="write the tables here")
    given = parser.parse_args(arguments)
    runs = [(name, Path(w), Path(t)) for name, w, t in given.run]
    if given.warehouse and given.truth:
        runs.insert(0, ("run", given.warehouse, given.truth))
    if not runs:
        parser.error("name a warehouse and its truth")
    scores = {name: score(warehouse, truth) for name, warehouse, truth in runs}
    print(markdown(scores))
    if given.write:
        given.write.write_text(document(given.write, scores), encoding="utf-8")
    failures = [f"{name}: {text}" for name, found in scores.items() for text in found.failures()]
    print("\n".join(["", *failures]) if failures else "\nall targets met")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

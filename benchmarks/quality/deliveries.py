"""Plants deliveries of the three parties with known truth: payments first, then each party's record of them.

Nothing here knows how the warehouse matches. Where the rules leave a choice, an accountant's view was taken:

- A payment is what one payer owes one fund for one month. In ``tax_fin`` and ``ssa_fin_benefit`` the payment is the
  transfer (the batch), in ``ledger_fin`` it is fund, account and month.
- A late fee is a line of the tax side of ``ssa_tax`` only (the agency books it in 4501); in ``tax_fin`` it is money of
  the batch like any other. In ``ledger_fin`` the line of 4501 has no journal item and is told as ``late_fee``.
- A refund that both sides keep is ``matched`` (``refund`` is accepted); without the agency's half it is ``refund``. One
  made by the treasury is netted in the day's batch; one made from the special account has no batch and its own 退费 line.
- Tax lines without 入库日期 at the end of the horizon are outside ``tax_fin`` (``excluded``; absent or ``only_left`` is
  accepted). A line whose other side lies after the horizon is ``only_*`` with ``in_transit``.
- A correction cancels in ``ssa_tax``. In ``tax_fin`` its halves stay in the batches of their days, and cancelling is
  accepted only when both stand in the same batch.
- A copy that equals its twin in all but its number is interchangeable with it (same ``class_id``): the counts count.
- ``ambiguous`` means k equal tickets against fewer equal postings without ticket or assessment number. Equally many
  are one interchangeable class and ``matched``.
- A returned benefit (失败) stays in its batch, which was funded; its 重发 is paid from the returned money, has its own
  batch without a payout, and is ``excluded`` (or told together with the batch it comes from).
- A posting without a usable payer, ticket or assessment number is ``unusable_key``; its tax line is ``only_right``.
- The ledger books premiums when they are posted, the journal when they arrive: a month of 4001 that differs is
  ``group_sum_differs`` (or ``amount_differs``), with ``in_transit`` where nothing else was planted. 退费 belongs to 4001.
- ``opened_period`` and ``cleared_period`` are the months of 缴款日期 and 到账日期 in ``ssa_tax``, of 入库日期 and the journal's
  date in ``tax_fin``. A clean delivery (dirt 0) still has late postings, splits, refunds and weak keys: they agree.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.quality.ground import open_ground, plant_kinds, run
from benchmarks.quality.monthly_forms import budget, goals, statistics
from benchmarks.quality.text_files import write_text_files
from benchmarks.quality.workbooks import write_budget, write_goals, write_journal, write_ledger, write_statistics

BATCH_KINDS = {"batch_shortfall": 12, "batch_unit_error": 8, "batch_typo": 8, "batch_not_received": 8}
BENEFIT_KINDS = {"benefit_shortfall": 25, "benefit_unit_error": 20, "benefit_typo": 20, "benefit_not_received": 20}
ITEM_KINDS = {
    "ledger_typo": 20,
    "ledger_unit_error": 20,
    "ledger_omitted": 20,
    "journal_typo": 20,
    "journal_omitted": 20,
}


@dataclass(frozen=True)
class Planted:
    """Where the deliveries and the truth are, and how many lines each party has."""

    inbox: Path
    truth: Path
    totals: Path
    lines: dict[str, int]
    kinds: dict[str, int]


def plant(  # noqa: PLR0913 - each of these is a dial of the benchmark
    target: Path, region: str, year: int, months: int, seed: int, payers: int, dirt: float, persons: int,
    *, hard: bool = False, prior_year: bool = False,
) -> Planted:  # fmt: skip
    """Write ``target/inbox/<party>/…``, ``target/truth.parquet`` and ``target/truth_totals.parquet``.

    ``dirt`` 0 plants agreeing payments only, 1 about one difference in twelve payments. ``hard`` adds the hard kinds,
    ``prior_year`` the ledgers and statistics of the year before.
    The same arguments give the same bytes. Raises ValueError for months outside 1–12.
    """
    if not 1 <= months <= 12:
        raise ValueError("months must be 1 to 12")
    horizon = date(year + months // 12, months % 12 + 1, 1)
    settings: dict[str, object] = {
        "region": region, "year": year, "months": months, "seed": str(seed), "payers": payers, "persons": persons,
        "dirt": float(dirt), "horizon": horizon,
    }  # fmt: skip
    con = open_ground(settings)
    _work_out(con, dirt, hard, months)
    inbox = target / "inbox"
    if inbox.exists():
        shutil.rmtree(inbox)
    _write_files(con, inbox, region, year, months)
    if prior_year:
        run(con, "prior_year")
        _write_prior_year(con, inbox / "social_security", region, year)
    return _write_truth(con, target, inbox)


def _work_out(con: duckdb.DuckDBPyConnection, dirt: float, hard: bool, months: int) -> None:
    """Truth first: payments, kinds, records, batches, journal, books, and what must be said of each line."""
    run(con, "payers")
    run(con, "payments")
    plant_kinds(con, dirt, hard)
    run(con, "records")
    _quota(con, "batch_quota", BATCH_KINDS, dirt, "select count(distinct batch_key) from tax_line")
    _quota(con, "benefit_quota", BENEFIT_KINDS, dirt, f"select 12 * {months}")
    _quota(con, "item_quota", ITEM_KINDS, dirt, f"select 21 * {months}")
    extra = 0 if dirt == 0 else max(1, round(dirt * months / 2))
    con.execute(f"set variable direct_receipts = {extra}")
    con.execute(f"set variable payouts = {min(1, extra)}")
    for script in ("batches", "benefits", "journal", "ledger", "truth_premiums", "truth_books"):
        run(con, script)


def _quota(con: duckdb.DuckDBPyConnection, table: str, kinds: dict[str, int], dirt: float, count: str) -> None:
    """Rates per thousand into counts; at least one of each when there is dirt at all."""
    con.execute(f"create table {table} (kind varchar, n integer)")
    found = con.execute(count).fetchone() or (0,)
    for kind, rate in kinds.items() if dirt > 0 else ():
        con.execute(f"insert into {table} values (?, ?)", [kind, max(1, round(rate * dirt * found[0] / 1000))])


def _write_files(con: duckdb.DuckDBPyConnection, inbox: Path, region: str, year: int, months: int) -> None:
    agency, finance = inbox / "social_security", inbox / "finance"
    opening = con.execute("select sum(fen)::bigint from opening_balance").fetchone()
    balance = opening[0] if opening else 0
    for month in range(1, months + 1):
        period = f"{year}{month:02d}"
        write_text_files(con, inbox, region, period)
        write_ledger(con, agency / f"ss_ledger_{region}_{period}.xlsx", region, period)
        write_statistics(agency / f"ss_statistics_{region}_{period}.xlsx", region, period, statistics(con, period))
        journal = finance / f"fin_special_account_{region}_{period}.xlsx"
        balance = write_journal(con, journal, region, period, balance)
    write_budget(finance / f"fin_budget_{region}_{year}.xlsx", region, year, budget(con, months))
    write_goals(finance / f"fin_performance_goal_{region}_{year}.xlsx", year, goals(con))


def _write_prior_year(con: duckdb.DuckDBPyConnection, agency: Path, region: str, year: int) -> None:
    for month in range(1, 13):
        period = f"{year - 1}{month:02d}"
        write_ledger(con, agency / f"ss_ledger_{region}_{period}.xlsx", region, period)
        lines = statistics(con, f"{year}01")
        write_statistics(agency / f"ss_statistics_{region}_{period}.xlsx", region, period, lines)


def _write_truth(con: duckdb.DuckDBPyConnection, target: Path, inbox: Path) -> Planted:
    truth, totals = target / "truth.parquet", target / "truth_totals.parquet"
    con.execute(f"copy (select * from truth_line order by leg, party, record_key) to '{truth}' (format parquet)")
    con.execute(
        "copy (select getvariable('region') as region_code, * exclude (fen), (fen / 100)::decimal(18, 2) as amount "
        f"from truth_total order by all) to '{totals}' (format parquet)"
    )
    lines = con.execute("select leg || ' ' || party, count(*) from truth_line group by 1 order by 1").fetchall()
    kinds = con.execute("select kind, count(*) from truth_line group by 1 order by 1").fetchall()
    return Planted(inbox, truth, totals, dict(lines), dict(kinds))

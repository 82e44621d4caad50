"""The whole demo: plan the books, make the details, write the inbox of the three parties and the planted truth."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

import duckdb

from demo import forms, premium_files
from demo.benefits import make_benefits
from demo.books import Books, golden_postings, simple_postings
from demo.collection import make_collection
from demo.direct import direct_entries
from demo.golden import Golden, load_golden
from demo.payrun import plan_payruns
from demo.plan import Planted, load_planted, monthly_flows, treasury_pools
from demo.size import REAL, SMALL, Size
from demo.statistics import first_payments, month_statistics
from demo.store import REGION, fill, open_store, run
from demo.truth import write_truth
from demo.wrapping import gzip_in_place, zip_in_place

Progress = Callable[[str, int, int], None]
STEPS = 4 * 12 + 4
GZIPPED = "tax_collection", 7
ZIPPED_MONTH = 9


@dataclass
class Generated:
    """What was written: every delivery with its data rows, and the folder of the planted truth."""

    inbox: Path
    truth: Path
    rows: dict[Path, int] = field(default_factory=dict)
    bytes: int = 0


class _Teller:
    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done = progress, 0

    def step(self, name: str) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(name, min(self._done, STEPS), STEPS)


def generate(
    target: Path, year: int = 2020, small: bool = False, seed: int = 2020, progress: Progress | None = None
) -> Generated:
    """Write `target/inbox/<party>/…` for `year` and the books of the year before, and `target/truth/…`.

    The same arguments give the same bytes. `small` keeps the books and shrinks the details. Other years than 2020 carry the
    golden figures of 2020 under the dates and working days of that year.
    """
    result = Generated(target / "inbox", target / "truth")
    for party in ("tax", "social_security", "finance"):
        (result.inbox / party).mkdir(parents=True, exist_ok=True)
    teller = _Teller(progress)
    size, golden, planted = SMALL if small else REAL, load_golden(), load_planted(small)
    with tempfile.TemporaryDirectory() as scratch:
        con = open_store(year, seed, Path(scratch))
        try:
            _make(con, result, year, size, golden, planted, teller)
        finally:
            con.close()
    result.bytes = sum(path.stat().st_size for path in result.inbox.rglob("*") if path.is_file())
    return result


def _make(
    con: duckdb.DuckDBPyConnection,
    result: Generated,
    year: int,
    size: Size,
    golden: Golden,
    planted: Planted,
    teller: _Teller,
) -> None:
    agency, finance = result.inbox / "social_security", result.inbox / "finance"
    flows = monthly_flows(golden, "this")
    _fill_plants(con, planted)
    runs, persons = plan_payruns(golden, flows, planted, size)
    run(con, "masters", enterprises=size.enterprises, institutions=size.institutions, persons=persons)
    make_collection(con, treasury_pools(flows, planted), size.enterprises, size.settlers)
    teller.step("premiums")
    result.rows |= _write_premiums(con, result.inbox, year, teller)
    result.rows |= make_benefits(con, runs, planted, agency, year, lambda m: teller.step(f"benefits {m:02d}"))
    books = Books(golden, monthly_flows(golden, "prior"))
    result.rows |= _write_prior(golden, books, agency, year - 1, teller)
    _make_journal(con, books, direct_entries(flows, planted, year))
    teller.step("journal")
    first = first_payments(golden, "this")
    for month in range(1, 13):
        postings = golden_postings(con, flows, planted, month) + (books.provision("410") if month == 12 else [])
        result.rows |= forms.write_ledger(agency, year, month, books.close_month(postings))
        statistics = month_statistics(golden, "this", month, first)
        result.rows |= forms.write_statistics(agency, year, month, statistics)
        result.rows |= forms.write_journal(con, finance, year, month)
        teller.step(f"books {month:02d}")
    result.rows |= forms.write_budget(finance, year) | forms.write_goals(finance, year)
    write_truth(con, result.truth)
    teller.step("truth")
    _wrap(result, year)
    teller.step("wrappings")


def _write_premiums(con: duckdb.DuckDBPyConnection, inbox: Path, year: int, teller: _Teller) -> dict[Path, int]:
    rows: dict[Path, int] = {}
    for month in range(1, 13):
        rows |= premium_files.write_tax_month(con, inbox / "tax", year, month)
        rows |= premium_files.write_contribution_month(con, inbox / "social_security", year, month)
        rows |= premium_files.write_assessment_month(con, inbox / "social_security", year, month)
        teller.step(f"premium files {month:02d}")
    return rows


def _write_prior(golden: Golden, books: Books, agency: Path, year: int, teller: _Teller) -> dict[Path, int]:
    rows: dict[Path, int] = {}
    flows, first = monthly_flows(golden, "prior"), first_payments(golden, "prior")
    for month in range(1, 13):
        rows |= forms.write_ledger(agency, year, month, books.close_month(simple_postings(flows, month)))
        rows |= forms.write_statistics(agency, year, month, month_statistics(golden, "prior", month, first))
        teller.step(f"prior books {month:02d}")
    books.open_year()
    return rows


def _fill_plants(con: duckdb.DuckDBPyConnection, planted: Planted) -> None:
    tables = {"plant": planted.collection, "receipt_plant": planted.receipts, "payout_plant": planted.payouts}
    columns = "plant_id INTEGER, kind VARCHAR, fund VARCHAR, month INTEGER, slot INTEGER, amount BIGINT, batch VARCHAR"
    for table, cases in tables.items():
        fill(con, table, columns, [astuple(case) for case in cases])


def _make_journal(con: duckdb.DuckDBPyConnection, books: Books, entries: Sequence[Sequence[object]]) -> None:
    """Create `receipt`, `payout`, `entry` and `journal`; the running balance starts from the ledger's special accounts."""
    columns = "fund VARCHAR, item VARCHAR, note VARCHAR, day DATE, fen BIGINT, income BOOLEAN, part INTEGER"
    fill(con, "direct", columns, entries)
    run(con, "receipt")
    run(con, "journal", special_opening=books.special_account())


def _wrap(result: Generated, year: int) -> None:
    """Gzip one tax file and zip the agency's files of one month; rows move to the new paths."""
    dataset, month = GZIPPED
    path = result.inbox / "tax" / f"{dataset}_{REGION}_{year}{month:02d}.csv"
    result.rows[gzip_in_place(path)] = result.rows.pop(path)
    folder = result.inbox / "social_security"
    members = sorted(folder.glob(f"*_{REGION}_{year}{ZIPPED_MONTH:02d}.*"))
    bundle = zip_in_place(members, folder / f"ss_{REGION}_{year}{ZIPPED_MONTH:02d}.zip")
    result.rows[bundle] = sum(result.rows.pop(member) for member in members)

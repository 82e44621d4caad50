"""Deliveries of another region and year, written by somebody who knows the file formats and nothing of this product."""

import pytest

from benchmarks.quality.deliveries import plant
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt
REGION, YEAR, MONTHS = "620100", 2023, ("202301", "202302", "202303")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign")
    plant(folder, region=REGION, year=YEAR, months=3, seed=7, payers=120, dirt=1.0, persons=60, prior_year=True)
    settings = Settings(home=folder / "home")
    summary = run(settings, folder / "inbox", REGION, MONTHS[0], MONTHS[-1])
    assert [receipt.message for receipt in summary.intake.receipts if receipt.status == "refused"] == []
    assert summary.ok
    return settings.published_path


def test_all_months_are_complete(published):
    with reader(published) as connection:
        states = connection.execute(
            "select period, state from marts.dim_period where region_code = ? and period like '2023%' order by period",
            [REGION],
        ).fetchall()
    assert states == [(month, "complete") for month in MONTHS]


def test_the_statement_rolls_forward_with_a_prior_year(published):
    with reader(published) as connection:
        rows = connection.execute(
            "select sum(amount) filter (where line_code = 'opening'), sum(amount) filter (where line_code = 'balance'), "
            "sum(amount) filter (where line_code = 'closing'), count(prior_year_ytd) "
            "from marts.fct_fund_statement where region_code = ? and fund_code = 'all' and basis = 'report' "
            "and line_kind = 'total' and period like '2023%' group by period",
            [REGION],
        ).fetchall()
    assert len(rows) == 3
    assert all(opening + balance == closing and compared > 0 for opening, balance, closing, compared in rows)


def test_its_name_comes_from_the_national_code(published):
    with reader(published) as connection:
        assert connection.execute("select region_name, province_name from marts.dim_region").fetchall() == [
            ("兰州市", "甘肃省")
        ]

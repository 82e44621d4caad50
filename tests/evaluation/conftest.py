"""One home with three regions for all scenario tests, built once."""

from __future__ import annotations

import pytest

from tests.evaluation.scenarios import write_regions
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def scored(tmp_path_factory) -> Settings:
    """Home of the scenario regions. Read only."""
    settings = Settings(home=tmp_path_factory.mktemp("scored"))
    write_regions(settings.under("inbox"))
    summary = run(settings)
    assert summary.publication is not None, summary.build.failures or summary.build.message
    return settings


@pytest.fixture(scope="session")
def scored_rows(scored):
    """Rows of the self-evaluation by (region, fund, indicator code)."""
    with reader(scored.published_path) as connection:
        cursor = connection.execute("select * from marts.mart_self_evaluation order by region_code, fund_code, row_no")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["region_code"], row["fund_code"], row["indicator_code"]): row for row in rows}

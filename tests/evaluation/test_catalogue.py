"""The catalogue, the models and the names agree; every goal has an indicator or an explicit refusal."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from ingest.contract import load_contracts
from warehouse.connection import reader

DBT = Path(__file__).parents[2] / "dbt_project"


def seed(name):
    with (DBT / "seeds" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_indicator_is_a_row_a_model_a_name_and_has_a_source():
    rows = {row["indicator_code"] for row in seed("indicator")}
    files = {file.stem for file in (DBT / "models" / "indicators").glob("*.sql")}
    listed = yaml.safe_load((DBT / "dbt_project.yml").read_text())["vars"]["indicator_models"]
    assert rows == files == set(listed) == {row["indicator_code"] for row in seed("indicator_source")}
    assert {row["indicator_code"] for row in seed("indicator_alias")} <= rows
    assert {row["dataset"] for row in seed("indicator_source")} <= set(load_contracts())


def test_statistics_that_the_contract_knows_are_used_or_left_on_purpose():
    contract = load_contracts()["ss_statistics"].column("indicator").codes
    models = "".join(file.read_text() for file in (DBT / "models" / "indicators").glob("*.sql"))
    assert {name for name in contract if f"'{name}'" not in models} == set()


def test_every_scheme_gives_a_hundred_points_and_has_grades():
    for scheme in seed("scheme"):
        name = scheme["scheme"]
        assert sum(int(row["weight"]) for row in seed("scheme_weight") if row["scheme"] == name) == 100
        for kind in ("grade", "qualitative"):
            bands = sorted(
                (int(row["lower_bound"]), int(row["upper_bound"]))
                for row in seed("scheme_band")
                if (row["scheme"], row["band_kind"]) == (name, kind)
            )
            assert bands[0][0] == 0
            assert bands[-1][1] == 100
            assert all(low[1] == high[0] for low, high in pairwise(bands))


@pytest.mark.dbt
def test_every_goal_has_an_indicator_or_says_why_not(scored):
    with reader(scored.published_path) as connection:
        silent = connection.execute(
            "select indicator_code from marts.mart_self_evaluation where block = 'indicator' "
            "and (catalogue_code is null and scoring <> 'qualitative') and (status <> 'incomplete' or missing is null)"
        ).fetchall()
        refused = connection.execute(
            "select count(*) from marts.mart_self_evaluation_gap where gap_kind in ('indicator', 'ambiguous')"
        ).fetchone()
    assert silent == []
    assert refused == (2,)

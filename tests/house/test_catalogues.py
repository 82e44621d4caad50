"""Declarations that live in two places agree: controls, funds, dictionary, dbt sources."""

import csv
from pathlib import Path

import yaml

from ingest.contract import load_contracts
from warehouse.dictionary import dictionary, public_models
from warehouse.publish import PROMISED

ROOT = Path(__file__).parents[2]
DBT = ROOT / "dbt_project"


def seed(name: str) -> list[dict[str, str]]:
    with (DBT / "seeds" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_control_is_a_row_a_model_and_a_name():
    rows = {row["model"] for row in seed("control") if row["model"]}
    files = {file.stem for file in (DBT / "models" / "controls").glob("*.sql")}
    listed = yaml.safe_load((DBT / "dbt_project.yml").read_text())["vars"]["control_models"]
    assert rows == files == set(listed)
    assert len(listed) == len(set(listed))


def test_each_control_reports_under_its_own_id():
    for row in seed("control"):
        if not row["model"]:
            continue
        text = (DBT / "models" / "controls" / f"{row['model']}.sql").read_text()
        assert f"'{row['control_id']}'" in text
        assert row["model"].startswith(row["control_id"].lower())


def test_a_control_without_a_model_says_which_source_is_missing():
    without = [row for row in seed("control") if not row["model"]]
    assert without
    for row in without:
        assert row["reason"], row["control_id"]
        assert not row["datasets"], "a control with its data has a model"


def test_limits_of_controls_are_read_where_they_are_given():
    for row in seed("control"):
        if not row["model"]:
            continue
        text = (DBT / "models" / "controls" / f"{row['model']}.sql").read_text()
        for limit in ("at_least", "at_most"):
            if row[limit]:
                assert f"{limit}('{row['control_id']}')" in text, row["control_id"]


def test_journal_items_are_those_that_the_contract_knows():
    codes = load_contracts()["fin_special_account"].column("item").codes
    assert {row["item"] for row in seed("journal_item")} == set(codes or ())


def test_controls_name_datasets_and_funds_that_exist():
    funds = {row["fund_code"] for row in seed("fund")} | {"all"}
    for row in seed("control"):
        assert set(row["datasets"].split(";")) - {""} <= set(load_contracts())
        assert set(row["funds"].split(";")) <= funds


def test_every_dataset_has_a_source_and_a_staging_model():
    sources = yaml.safe_load((DBT / "models/staging/_sources.yml").read_text())["sources"][0]["tables"]
    named = {table["name"] for table in sources}
    for contract in load_contracts().values():
        assert contract.dataset in named
        assert (DBT / "models/staging" / contract.party / f"stg_{contract.dataset}.sql").exists()


def test_crosswalk_knows_every_fund_code_that_a_contract_lets_in():
    crosswalk = {(row["party"], row["party_code"]) for row in seed("fund_crosswalk")}
    contracts = load_contracts()
    for dataset, party, column in (("tax_collection", "tax", "levy_item"), ("fin_special_account", "finance", "fund")):
        codes = contracts[dataset].column(column).codes
        assert codes
        assert {(party, code) for code in codes} == {pair for pair in crosswalk if pair[0] == party}


def test_dictionary_is_current():
    written = (ROOT / "docs" / "dictionary.md").read_text()
    assert written == dictionary(public_models()), "run make docs"


def test_promised_tables_are_documented():
    assert {str(model["name"]) for model in public_models()} >= PROMISED

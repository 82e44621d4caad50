"""Every source is declared for both engines, with the columns that the landing zone has."""

from pathlib import Path

import pytest
import yaml

from ingest.contract import load_contracts

SOURCES = yaml.safe_load((Path(__file__).parents[2] / "dbt_project/models/staging/_sources.yml").read_text())["sources"]
TABLES = [(source, table) for source in SOURCES for table in source["tables"]]


@pytest.mark.parametrize(("source", "table"), TABLES, ids=lambda entry: entry["name"])
def test_a_source_is_declared_for_both_engines(source, table):
    for key in ("external_location", "folder", "files"):
        assert table.get("meta", {}).get(key) or source["meta"].get(key), key
    assert all(column.get("data_type") for column in table["columns"])
    assert "SANFANG_SCHEMA_PREFIX" in source["schema"]


def test_landed_text_has_the_columns_of_its_contract():
    (landing,) = [source for source in SOURCES if source["name"] == "landing"]
    tables = {table["name"]: table["columns"] for table in landing["tables"]}
    for dataset, contract in load_contracts().items():
        declared = {column["name"]: column["data_type"] for column in tables[dataset]}
        assert list(declared) == ["source_file_id", "source_row", *contract.landed], dataset
        assert {kind for name, kind in declared.items() if name != "source_row"} == {"string"}

"""The contract files: schema, what the specification asks, and errors that name file, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ingest.contract import Label, load_contracts
from ingest.contract_file import SOURCES, ContractError, read_contract

CONTRACTS = load_contracts()
MONTHLY = {
    "tax_collection",
    "ss_contribution",
    "ss_assessment",
    "ss_benefit",
    "ss_ledger",
    "ss_statistics",
    "fin_special_account",
}


def test_nine_datasets_seven_of_them_required_for_a_month() -> None:
    assert set(CONTRACTS) == MONTHLY | {"fin_budget", "fin_performance_goal"}
    assert {n for n, c in CONTRACTS.items() if c.delivery.required} == MONTHLY


def test_only_the_person_is_personal() -> None:
    assert {(n, c.name) for n, k in CONTRACTS.items() for c in k.personal} == {
        ("ss_benefit", "person_id"),
        ("ss_benefit", "person_name"),
    }


def test_contract_files_are_small_and_one_for_each_dataset() -> None:
    files = list(SOURCES.glob("*/*.yml"))
    assert len(files) == len(CONTRACTS)
    assert max(len(f.read_text(encoding="utf-8").splitlines()) for f in files) <= 200


def changed(tmp_path: Path, path: tuple[object, ...], value: object) -> Path:
    raw = yaml.safe_load((SOURCES / "tax/tax_collection.yml").read_text(encoding="utf-8"))
    at = raw
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    target = tmp_path / "tax/tax_collection.yml"
    target.parent.mkdir()
    target.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("file", "encoding"), "CP1252", ["file.encoding", "GB18030"]),
        (("delivery", "days"), 3, ["delivery", "grace_days"]),
        (("columns", 0, "type"), "varchar", ["columns.0.type", "money"]),
        (("columns", 0, "colour"), "red", ["columns.0", "check_digit"]),
        (("key", "on_duplicate"), "ignore", ["key.on_duplicate", "warn, refuse"]),
        (("key", "columns"), ["ticket"], ["'ticket'", "ticket_no"]),
        (("trailer", "sums"), ["money"], ["'money'", "amount"]),
        (("dataset",), "tax_other", ["dataset", "tax/tax_other.yml"]),
        (("checks",), [{"kind": "not_after", "column": "paid_date"}], ["checks.0", "other"]),
        (("tolerance", "share"), "12", ["tolerance.share"]),
    ],
)
def test_a_wrong_contract_names_file_key_and_what_is_allowed(
    tmp_path: Path, path: tuple[object, ...], value: object, said: list[str]
) -> None:
    target = changed(tmp_path, path, value)
    with pytest.raises(ContractError) as caught:
        read_contract(target)
    assert str(target) in str(caught.value)
    for text in said:
        assert text in str(caught.value)


def test_labels_have_months() -> None:
    label = Label("电子缴款凭证号", valid_from="202103", valid_to="202112")
    assert [label.is_valid(p) for p in ("202102", "202103", "202112", "202201", "2021", "2022")] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]

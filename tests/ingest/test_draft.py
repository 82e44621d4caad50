"""A stranger's new dataset: drafted from a sample, decided by a person, taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ingest_deliveries import journal_book, lines
from ingest_house import House

from ingest.contract import load_contracts
from ingest.contract_file import read_contract
from ingest.draft import draft_source, open_decisions

BANK = lines(
    [
        ["交易日期", "流水号", "对方账号", "借方金额", "贷方金额", "余额", "摘要"],
        ["2021-01-04", "T0001", "6222020200112233445", "", "1,200.00", "51,200.00", "利息"],
        ["2021-01-05", "T0002", "6222020200112233446", "200.00", "", "51,000.00", "拨付"],
        ["合计", "2", "", "200.00", "1,200.00", "", ""],
    ]
).encode("gb18030")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "bank" / "bank_statement_650000_202101.csv"
    path.parent.mkdir()
    path.write_bytes(BANK)
    return path


def test_drafted_decided_and_taken_in(house: House, sample: Path, tmp_path: Path) -> None:
    written = draft_source(sample, tmp_path / "project")
    assert [str(p.relative_to(tmp_path / "project")) for p in written] == [
        "ingest/sources/bank/bank_statement.yml",
        "dbt_project/models/staging/bank/stg_bank_statement.sql",
        "dbt_project/models/staging/bank/_stg_bank_statement.yml",
        "tests/ingest/fixtures/bank/bank_statement.csv",
    ]
    contract = written[0].read_text(encoding="utf-8")
    for number, name in enumerate(
        ("booked_date", "serial_no", "account_no", "debit", "credit", "balance", "summary"), 1
    ):
        contract = contract.replace(f"column_{number},", f"{name},").replace(f"column_{number}]", f"{name}]")
    contract = (
        contract.replace("key: {columns: [booked_date]", "key: {columns: [serial_no]")
        .replace("column_4", "debit")
        .replace("column_5", "credit")
    )
    written[0].write_text(contract, encoding="utf-8")

    decided = read_contract(written[0])
    assert (decided.file.encoding, decided.file.delimiter) == ("GB18030", ",")
    assert [(c.type, c.required) for c in decided.columns] == [
        ("date", True),
        ("text", True),
        ("text", True),
        ("money", False),
        ("money", False),
        ("money", True),
        ("text", True),
    ]
    house.put("bank", "bank_statement_650000_202101.csv", BANK)
    receipt = house.one(contracts=load_contracts() | {"bank_statement": decided})
    assert (receipt.status, receipt.rows, receipt.reported_totals) == (
        "accepted",
        2,
        {"debit": "200.00", "credit": "1200.00"},
    )


def test_decisions_are_listed(sample: Path, tmp_path: Path) -> None:
    decisions = open_decisions(draft_source(sample, tmp_path / "project"))
    assert any(d.startswith("bank_statement.yml:") and "唯一" in d for d in decisions)
    assert any("_sources.yml" in d for d in decisions)
    assert len(decisions) > 12


def test_never_overwrites(sample: Path, tmp_path: Path) -> None:
    written = draft_source(sample, tmp_path / "project")
    written[0].unlink()
    before = written[1].read_text()
    with pytest.raises(FileExistsError):
        draft_source(sample, tmp_path / "project")
    assert not written[0].exists() and written[1].read_text() == before


def test_fixture_holds_no_value_of_the_sample(sample: Path, tmp_path: Path) -> None:
    fixture = draft_source(sample, tmp_path / "project")[3].read_text(encoding="utf-8")
    assert fixture.startswith("交易日期,") and "6222" not in fixture and "T0001" not in fixture


def test_staging_follows_the_macros(sample: Path, tmp_path: Path) -> None:
    written = draft_source(sample, tmp_path / "project")
    sql, described = written[1].read_text(encoding="utf-8"), written[2].read_text(encoding="utf-8")
    assert (
        "{{ source('landing', 'bank_statement') }}" in sql and "to_money(" in sql and "{{ to_date('column_1') }}" in sql
    )
    assert yaml.safe_load(described)["models"][0]["name"] == "stg_bank_statement"


def test_workbook_with_a_two_row_header(tmp_path: Path) -> None:
    path = journal_book(
        tmp_path / "finance" / "fin_special_account_650000_202101.xlsx",
        [["2021/01/08", "S1", "工伤保险基金", "退费", "摘要", "户名", 10.5, "", 10.5]],
    )
    drafted = read_contract(draft_source(path, tmp_path / "project")[0])
    known = load_contracts()["fin_special_account"]
    assert drafted.file.header_rows == 2
    assert [c.header for c in drafted.columns] == [c.header for c in known.columns if not c.optional]
    assert [c.name for c in drafted.columns if c.header != "险种"] == [
        c.name for c in known.columns if not c.optional and c.header != "险种"
    ]
    assert drafted.trailer is not None and "income" in drafted.trailer.sums


def test_pipe_file_with_a_compact_trailer_and_persons(tmp_path: Path) -> None:
    path = tmp_path / "social_security" / "new_pay_650000_202101.txt"
    path.parent.mkdir()
    path.write_bytes("身份证号|姓名|月份|金额\r\n65000019400101000X|某某|202101|5.00\r\n#合计|1|5.00\r\n".encode("gbk"))
    drafted = read_contract(draft_source(path, tmp_path / "project")[0])
    assert drafted.trailer is not None
    assert (drafted.trailer.marker, drafted.trailer.layout, drafted.trailer.sums) == ("#合计", "compact", ("column_4",))
    assert [c.classification for c in drafted.columns] == ["person_id", "person_name", None, None]
    assert [c.type for c in drafted.columns] == ["text", "text", "month", "money"]

"""Persons become keys, and nothing else of them leaves the vault and the raw bytes."""

from __future__ import annotations

import hashlib
import hmac

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_deliveries import benefit_file, benefit_row, person
from ingest_house import KEY, House

from ingest.check_digits import is_resident_id, is_taxpayer, is_uscc
from ingest.persons import key_sql, normal_person_id, person_key, prepare_keys

ENGINE = duckdb.connect()
NAME = "ss_benefit_650000_202101{}.csv"


def test_key_is_hmac_sha256_of_the_number(house: House) -> None:
    house.put("social_security", NAME.format(""), benefit_file([benefit_row(1)]))
    house.one()
    expected = hmac.new(KEY, person(1).encode(), hashlib.sha256).hexdigest()[:32]
    assert house.text("ss_benefit", "person_key") == [(expected,)]
    assert house.sql(f"ATTACH '{house.home}/vault/persons.duckdb' AS v (READ_ONLY); FROM v.person") == [
        (expected, person(1), "某某1", True)
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789Xx０９Ｘｘ \t　", max_size=22), st.binary(min_size=1, max_size=100))
def test_sql_and_python_agree(number: str, key: bytes) -> None:
    with ENGINE.cursor() as connection:
        prepare_keys(connection, key)
        row = connection.execute(f"SELECT {key_sql('n')} FROM (SELECT CAST(? AS VARCHAR) AS n)", [number]).fetchone()
    assert row == (person_key(key, number),)


@pytest.mark.parametrize(
    "spelling", ["65000019400101000x", "６５００００19400101000Ｘ", " 65000019400101000X\t", "　65000019400101000ｘ"]
)
def test_spellings_of_one_number_are_one_person(spelling: str) -> None:
    assert normal_person_id(spelling) == "65000019400101000X"
    assert person_key(KEY, spelling) == person_key(KEY, "65000019400101000X")


def test_vault_does_not_grow_by_repetition(house: House) -> None:
    house.put("social_security", NAME.format(""), benefit_file([benefit_row(i) for i in range(1, 9)]))
    house.put("social_security", NAME.format("_v2"), benefit_file([benefit_row(i) for i in range(1, 10)]))
    house.take()
    assert house.sql(f"ATTACH '{house.home}/vault/persons.duckdb' AS v (READ_ONLY); SELECT count(*) FROM v.person") == [
        (9,)
    ]


def test_a_wrong_number_is_doubted_again_next_month(house: House) -> None:
    bad = person(3)[:-1] + ("0" if person(3)[-1] != "0" else "1")
    for version in ("", "_v2"):
        house.put(
            "social_security",
            NAME.format(version),
            benefit_file([benefit_row(1, 证件号码=bad), benefit_row(2)] + [benefit_row(3)] * bool(version)),
        )
    assert [r.warning_rows for r in house.take().receipts] == [1, 1]


def test_nothing_personal_outside_vault_and_raw(house: House) -> None:
    rows = [benefit_row(i) for i in range(1, 30)] + [
        benefit_row(30, 证件号码="65000019ABCDEFGHIJ"),
        benefit_row(31, 姓名=""),
    ]
    house.put("social_security", NAME.format(""), benefit_file(rows))
    assert house.one().reject_rows == 1
    house.index()
    private = [r[c] for r in rows for c in ("证件号码", "姓名") if r[c]]
    for path in house.home.glob("landing/**/*.parquet"):
        text = str(house.sql(f"FROM '{path}'"))
        assert not any(p in text for p in private), path
    for path in house.home.glob("landing/receipts/*"):
        assert not any(p in path.read_text() for p in private)
    assert not list((house.home / "landing/work").glob("tmp*"))


def test_key_is_not_shown() -> None:
    from pathlib import Path

    from ingest.landing import Landing

    assert "secret" not in repr(Landing(Path("a"), Path("b"), Path("c"), b"secret"))


def test_check_digits() -> None:
    assert is_uscc("91350100M000100Y43") and not is_uscc("91350100M000100Y44") and not is_uscc("")
    assert is_taxpayer("65010012345678X") and not is_taxpayer("6501001234")
    assert is_resident_id("11010519491231002X") and not is_resident_id("110105194912310021")
    assert not is_resident_id("110105194913310025"), "month 13"

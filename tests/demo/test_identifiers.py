"""Identifiers are valid by the national standards and belong to nobody."""

from __future__ import annotations

from pathlib import Path

from stdnum.cn import ric, uscc

from tests.demo.reading import benefits, contributions, months, tax, text_rows


def test_credit_codes_have_their_check_sign_but_for_the_planted_one(inbox: Path) -> None:
    wrong = []
    for period in months(2020):
        for row in text_rows(inbox, f"ss_assessment_650000_{period}.txt", "gbk", "|")[0]:
            if not uscc.is_valid(row["统一社会信用代码"]):
                wrong.append((period, row["单位名称"]))
    assert set(wrong) == {("202006", "测试企业00019")}
    assert all(uscc.is_valid(r["统一社会信用代码"]) for p in months(2020) for r in contributions(inbox, p))


def test_identity_numbers_have_their_check_digit_but_for_the_planted_one(inbox: Path) -> None:
    numbers = {(r["姓名"], r["证件号码"]) for p in months(2020) for r in benefits(inbox, p)}
    wrong = {name for name, number in numbers if not ric.is_valid(number)}
    assert wrong == {"测试人员000041"}
    assert len({number for _, number in numbers}) == len({name for name, _ in numbers})


def test_identity_numbers_use_a_division_nobody_is_registered_in(inbox: Path) -> None:
    assert all(r["证件号码"].startswith("650000") for r in benefits(inbox, "202001"))


def test_an_old_tax_number_is_the_region_and_the_organisation_code(inbox: Path) -> None:
    organisations = {r["统一社会信用代码"][8:17] for p in months(2020) for r in contributions(inbox, p)}
    old = {r["纳税人识别号"] for p in months(2020) for r in tax(inbox, p) if len(r["纳税人识别号"]) == 15}
    assert old
    assert all(number[:6] == "650000" and number[6:] in organisations for number in old)


def test_names_are_invented(inbox: Path) -> None:
    for row in tax(inbox, "202002"):
        assert row["缴费人名称"].startswith(("测试企业", "测试事业单位"))

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal

import pytest
from stdnum.cn import ric, uscc

from benchmarks.quality.deliveries import Planted, plant
from tests.quality.delivered import (
    SAMPLE_ASSESSMENT,
    SAMPLE_CONTRIBUTION,
    amount,
    barred,
    benefit,
    files,
    sheet,
    tax,
)


def test_all_nine_datasets_are_delivered_under_their_names(dirty: Planted) -> None:
    found = Counter(p.name.rsplit("_", 2)[0] for p in dirty.inbox.glob("*/*"))
    assert found == {
        "tax_collection": 3, "ss_contribution": 3, "ss_assessment": 3, "ss_benefit": 3, "ss_ledger": 15,
        "ss_statistics": 15, "fin_special_account": 3, "fin_budget": 1, "fin_performance_goal": 1,
    }  # fmt: skip


def test_tax_files_add_up_and_show_late_lines_twice(dirty: Planted) -> None:
    seen: dict[str, dict[str, str]] = {}
    updates = 0
    for path in files(dirty.inbox, "tax_collection"):
        rows, total = tax(path)
        period = path.stem[-6:]
        assert total[:2] == ["合计", str(len(rows))]
        assert amount(total[10]) == sum(amount(r["实缴金额"]) for r in rows)
        for row in rows:
            assert period in {row["缴款日期"][:7].replace("-", ""), row["入库日期"][:7].replace("-", "")}
            assert row["入库日期"][:7].replace("-", "") <= period
            assert len(row["电子税票号码"]) == 18
            key = row["电子税票号码"] + "-" + row["明细序号"]
            if key in seen:
                updates += 1
                assert seen[key]["入库日期"] == ""
                assert row["入库日期"]
                assert seen[key]["实缴金额"] == row["实缴金额"]
            seen[key] = row
    assert updates > 10


def test_batches_are_one_per_fund_and_treasury_day(dirty: Planted) -> None:
    days = set()
    for path in files(dirty.inbox, "tax_collection"):
        for row in tax(path)[0]:
            if row["国库划转批次号"]:
                assert row["国库划转批次号"][:16] == "GK620100" + row["入库日期"].replace("-", "")
                days.add(row["入库日期"])
    # the spring festival of 2022: 31 January to 4 February were free, Saturday 29 and Sunday 30 January were worked
    assert not days & {"2022-01-31", *(f"2022-02-0{d}" for d in range(1, 7))}
    assert "2022-01-30" in days or "2022-01-29" in days


@pytest.mark.parametrize(
    ("dataset", "header", "money", "day"),
    [
        ("ss_contribution", SAMPLE_CONTRIBUTION, "到账金额", "到账日期"),
        ("ss_assessment", SAMPLE_ASSESSMENT, "应缴金额", "费款所属期"),
    ],
)
def test_agency_files_add_up(dirty: Planted, dataset: str, header: list[str], money: str, day: str) -> None:
    keys: list[str] = []
    for path in files(dirty.inbox, dataset):
        rows, total = barred(path, header)
        assert total == ["#合计", str(len(rows)), str(sum(amount(r[money]) for r in rows))]
        assert {r[day][:6] for r in rows} == {path.stem[-6:]}
        keys += [r[header[0]] for r in rows]
    assert len(keys) == len(set(keys))


def test_benefit_files_add_up_and_reissues_name_a_failed_row(dirty: Planted) -> None:
    reissued = 0
    for path in files(dirty.inbox, "ss_benefit"):
        rows, total = benefit(path)
        assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
        assert total[:2] == ["合计", str(len(rows))]
        assert total[8] == str(sum(amount(r["实发金额"]) for r in rows))
        by_key = {r["发放流水号"]: r for r in rows}
        assert len(by_key) == len(rows)
        for row in rows:
            assert ric.is_valid(row["证件号码"])
            assert row["待遇所属期"] == path.stem[-6:]
            if row["重发原流水号"]:
                reissued += 1
                assert by_key[row["重发原流水号"]]["发放结果"] == "失败"
                assert by_key[row["重发原流水号"]]["实发金额"] == row["实发金额"]
    assert reissued >= 2


def test_payer_codes_are_valid_and_old_numbers_point_to_them(dirty: Planted) -> None:
    codes = {
        r["统一社会信用代码"] for p in files(dirty.inbox, "ss_assessment") for r in barred(p, SAMPLE_ASSESSMENT)[0]
    }
    assert len(codes) == 150
    assert all(uscc.is_valid(code) and code[2:8] == "620100" for code in codes)
    numbers = {r["纳税人识别号"] for p in files(dirty.inbox, "tax_collection") for r in tax(p)[0]}
    old = {n for n in numbers if len(n) == 15}
    assert old
    assert {n[6:] for n in old} <= {code[8:17] for code in codes}
    assert numbers - old <= codes


def test_ledger_keeps_double_entry_and_rolls_forward(dirty: Planted) -> None:
    last: dict[tuple[str, str], Decimal] = {}
    for path in files(dirty.inbox, "ss_ledger"):
        rows, merged, title = sheet(path)
        assert (merged, title) == ({"A1:G1"}, "数据")
        assert rows[1] == ("行政区划：620100", None, None, None, None, None, "单位：元")
        assert rows[2] == ("险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额")
        lines, total, foot = rows[3:-2], rows[-2], rows[-1]
        assert foot[0] == "制表人："
        assert total[:2] == ("合计", len(lines))
        parents = [r for r in lines if len(str(r[1])) == 4]
        for column in (3, 4, 5, 6):
            assert amount(total[column]) == sum(amount(r[column]) for r in parents)
        for fund, group in itertools.groupby(parents, key=lambda r: r[0]):
            entries = list(group)
            assert sum(amount(r[4]) for r in entries) == sum(amount(r[5]) for r in entries), (path.name, fund)
        for row in lines:
            key, income = (str(row[0]), str(row[1])), str(row[1])[0] in "45"
            carried = Decimal(0) if income and path.stem.endswith("01") else last.get(key)
            if carried is not None and key[1] != "3001":
                assert amount(row[3]) == carried, key
            sign = 1 if str(row[1])[0] in "15" else -1
            assert amount(row[6]) == amount(row[3]) + sign * (amount(row[4]) - amount(row[5]))
            last[key] = amount(row[6])


def test_year_opens_where_the_year_before_ended(dirty: Planted) -> None:
    before, after = (sheet(p)[0][3:-2] for p in files(dirty.inbox, "ss_ledger")[11:13])
    for fund in ("110", "120", "210", "410"):
        cash = {str(r[1]): amount(r[6]) for r in before if r[0] == fund}
        net = cash["3001"] + sum(
            v * (1 if k[0] == "4" else -1) for k, v in cash.items() if len(k) == 4 and k[0] in "45"
        )
        opening = {str(r[1]): amount(r[3]) for r in after if r[0] == fund}
        assert opening["3001"] == net == cash["1003"] == opening["1003"]


def test_journal_has_the_two_row_header_and_a_running_balance(dirty: Planted) -> None:
    balance = None
    for path in files(dirty.inbox, "fin_special_account"):
        rows, merged, title = sheet(path)
        assert title == "收支明细"
        assert merged == {"A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3", "I3:I4"}
        assert rows[2] == ("日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", None, "余额")
        assert rows[3] == (None, None, None, None, None, None, "收入", "支出", None)
        lines, total = rows[4:-2], rows[-2]
        assert total[:2] == ("合计", len(lines))
        for column in (6, 7):
            assert amount(total[column]) == sum(amount(r[column]) for r in lines)
        assert len({r[1] for r in lines}) == len(lines)
        for row in lines:
            change = amount(row[6]) - amount(row[7])
            assert balance is None or amount(row[8]) == balance + change
            balance = amount(row[8])
            assert str(row[0])[:7].replace("/", "") == path.stem[-6:]


def test_annual_workbooks_have_their_headers(dirty: Planted) -> None:
    budget = sheet(files(dirty.inbox, "fin_budget")[0])[0]
    assert budget[2] == ("险种", "收支", "科目编码", "项目", "年初预算", "调整预算")
    assert budget[-2][:2] == ("合计", len(budget) - 5)
    assert budget[-2][5] == sum(int(str(r[5])) for r in budget[3:-2])
    goals = sheet(files(dirty.inbox, "fin_performance_goal")[0])[0]
    assert goals[1][:5] == ("险种", "一级指标", "二级指标", "三级指标", "指标代码")
    assert len(goals[1]) == 12


def test_same_arguments_same_bytes_other_seed_other_bytes(tmp_path_factory: pytest.TempPathFactory) -> None:
    def all_bytes(seed: int) -> dict[str, bytes]:
        target = tmp_path_factory.mktemp("again")
        plant(target, "110000", 2019, 1, seed, 30, 1.0, 20)
        return {p.name: p.read_bytes() for p in sorted(target.rglob("*.*")) if p.is_file()}

    first, second, other = all_bytes(1), all_bytes(1), all_bytes(2)
    assert first == second
    assert first.keys() == other.keys()
    assert first["tax_collection_110000_201901.csv"] != other["tax_collection_110000_201901.csv"]

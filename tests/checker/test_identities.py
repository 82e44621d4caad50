"""Each identity, broken and whole, in a sentence of its own."""

import pytest

from reporting.checker.findings import Kind, Severity, Verdict
from tests.checker.documents import check_text, wrong

HEAD = "2021年社会保险基金收支情况\n"


def told(folder, text):
    return check_text(folder, HEAD + text)


@pytest.mark.parametrize(
    ("text", "kind", "reading"),
    [
        ("工伤保险基金总收入4201万元，其中：保费收入3717万元，利息收入4840万元。", Kind.SUM, "484 万元"),
        ("工伤保险基金总收入4201万元，其中：保费收入3717万元，利息收入448万元，其他收入0万元。", Kind.SUM, "484 万元"),
        ("工伤保险基金总收入4201万元，较上年减少1062元，降低20%。", Kind.UNIT, "1062 万元"),
        ("工伤保险基金总收入4201万元，较上年减少1062万元，增长20%。", Kind.GROWTH, ""),
        ("工伤保险基金总收入4201万元，较上年减少1062万元，降低2%。", Kind.GROWTH, ""),
        ("离退休人员6.46万人，较上年5.56万人增加0.09万人。", Kind.GROWTH, "0.9 万人"),
        ("工伤保险基金总支出预算6926万元。工伤保险基金总支出5769万元，完成预算的38%。", Kind.COMPLETION, "83%"),
        ("工伤保险基金总支出5769万元。全年工伤保险基金总支出5796万元。", Kind.TWICE, ""),
        ("失业保险基金收入300万元，支出200万元，当期结余1000万元。", Kind.BALANCE, "100 万元"),
        (
            "失业保险基金上年结余500万元，收入300万元，支出200万元，当期结余100万元，滚存结余6000万元。",
            Kind.ROLL,
            "600 万元",
        ),
        ("享受技能补贴24.4人。", Kind.UNIT, "24.4 万人"),
        ("失业保险基金总支出100万元，其中：技能提升补贴支出120万元。", Kind.SUM, ""),
        ("工伤保险基金总收入4201万元，较上年增加9000万元。", Kind.GROWTH, ""),
    ],
)
def test_broken(tmp_path, text, kind, reading):
    result = told(tmp_path, text)
    found = wrong(result)
    assert {each.kind for each in found} == {kind}
    assert any(reading in each.reading for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "工伤保险基金总收入4201万元，其中：保费收入3717万元，利息收入484万元。",
        "工伤保险基金总收入4201万元，其中：保费收入3717万元，利息收入300万元等。",
        "企业养老保险基金总支出1982942万元，其中：基本养老金支出1263157万元，抚恤金待遇67786万元。",
        "工伤保险基金总收入4201万元，较上年减少1062万元，降低20.18%。",
        "工伤保险基金总收入约4000万元，其中：保费收入3717万元，利息收入484万元。",
        "工伤保险基金总收入4201万元，较年初预算增加300万元，增长20%。",
        "2020年工伤保险基金总收入5263万元。2021年工伤保险基金总收入4201万元。",
        "失业保险基金收入300万元，支出400万元，当期收支缺口100万元。",
        "工伤保险基金总支出5769万元，人均待遇1200元，月缴费基数上限3.5万元。",
        "城乡居民基本养老保险基金收入100.25万元，支出0.01亿元。",
    ],
)
def test_whole_or_not_promised(tmp_path, text):
    assert [each.arithmetic for each in wrong(told(tmp_path, text))] == []


def test_last_year_under_its_own_year(tmp_path):
    text = "2020年工伤保险基金总收入5263万元。2021年工伤保险基金总收入4201万元，降低{}%。"
    assert [each for each in told(tmp_path, text.format(20)).of(Verdict.RIGHT) if each.kind is Kind.GROWTH]
    assert {each.kind for each in wrong(told(tmp_path, text.format(30)))} == {Kind.GROWTH}


def test_rates_cut_off_everywhere_are_a_manner(tmp_path):
    text = "工伤保险基金总收入1000万元，较上年增加129万元，增长14%。"
    (found,) = [each for each in told(tmp_path, text).findings if each.kind is Kind.GROWTH]
    assert found.verdict is Verdict.EXPLAINED
    assert "截尾" in found.reading


def test_one_rate_cut_off_among_rounded_ones_is_a_slip(tmp_path):
    rounded = "".join(
        f"{fund}保险基金总收入1000万元，较上年增加129万元，增长15%。" for fund in ("失业", "生育", "企业养老")
    )
    result = told(tmp_path, "工伤保险基金总收入1000万元，较上年增加129万元，增长14%。" + rounded)
    (found,) = wrong(result)
    assert found.severity is Severity.LOW


def test_printed_transfers_close_the_gap(tmp_path):
    text = "失业保险基金收入300万元，支出200万元，下级上解收入50万元，补助下级支出30万元，当期结余120万元。"
    result = told(tmp_path, text)
    assert result.ok
    assert [each for each in result.of(Verdict.RIGHT) if each.kind is Kind.BALANCE]


BALANCE = "失业保险基金收入300万元，支出200万元，"


@pytest.mark.parametrize(
    "text",
    [
        "上解下拨净额20万元，当期结余120万元。",
        "净上解20万元，当期结余80万元。",
        "转移净额-20万元，当期结余80万元。",
        "净转出20万元，当期结余80万元。",
        "当期结余120万元（含上下级往来净额20万元）。",
        "上解下拨净额20万元，其中：下级上解收入50万元，补助下级支出30万元，当期结余120万元。",
        "净上解中央调剂金20万元，当期结余100万元。",
    ],
)
def test_a_stated_net_transfer_enters_the_balance(tmp_path, text):
    result = told(tmp_path, BALANCE + text)
    assert result.ok
    assert [each for each in result.of(Verdict.RIGHT) if each.kind is Kind.BALANCE]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("上解下拨净额20万元，当期结余125万元。", "差 5 万元"),
        ("上解下拨净额20万元，当期结余100万元。", "差 -20 万元"),
        ("净上解20万元，当期结余85万元。", "差 5 万元"),
        ("转移净额20万元，当期结余80万元。", "差 -40 万元"),
        ("净转出20万元，当期结余120万元。", "差 40 万元"),
        ("当期结余120万元（含上下级往来净额30万元）。", "差 -10 万元"),
    ],
)
def test_a_stated_net_transfer_that_does_not_close_the_balance(tmp_path, text, rest):
    (found,) = wrong(told(tmp_path, BALANCE + text))
    assert found.kind is Kind.BALANCE
    assert found.arithmetic.endswith(rest)


def test_a_wrong_net_is_not_excused_by_what_the_totals_leave_out(tmp_path):
    text = (
        "社会保险基金总收入500万元（不含上解下拨，下同），其中：工伤保险200万元，失业保险300万元。"
        "基金总支出300万元，其中：工伤保险100万元，失业保险200万元。基金当期结余320万元。\n"
        "工伤保险上解下拨净额50万元，基金当期结余150万元。\n失业保险上解下拨净额{}万元，基金当期结余170万元。"
    )
    right = told(tmp_path, text.format(70))
    assert right.ok
    assert len([each for each in right.of(Verdict.RIGHT) if "上解下拨净额" in each.title]) == 2
    (found,) = wrong(told(tmp_path, text.format(75)))
    assert "上解下拨净额 75 万元" in found.arithmetic


@pytest.mark.parametrize(
    ("remark", "part", "ok"),
    [
        ("不含上解下拨，下同", "中央调剂金补助收入", False),
        ("不含上解下拨，下同", "上级补助收入", False),
        ("含中央调剂金，不含其他上解下拨，下同", "中央调剂金补助收入", True),
        ("包括上级补助收入和调剂金，不包括其他上解下拨", "上级补助收入", True),
        ("含中央调剂金，不含其他上解下拨，下同", "上级补助收入", False),
    ],
)
def test_a_part_that_the_definition_names_is_in(tmp_path, remark, part, ok):
    text = (
        f"社会保险基金总收入500万元（{remark}），其中：企业养老保险200万元，失业保险300万元。\n"
        f"企业养老保险基金总收入200万元，其中：保费收入150万元，{part}50万元。"
    )
    assert [each.kind for each in wrong(told(tmp_path, text))] == ([] if ok else [Kind.DEFINITION])


@pytest.mark.parametrize(
    ("why", "explained"),
    [
        ("技能补贴人数未达目标，主要原因是申领减少。", True),
        ("技能补贴未达目标，主要原因是培训停办，影响较大，申领减少。", True),
        ("支出执行率偏低，主要原因是申领技能补贴的职工减少。", True),
        ("预算支出执行率偏低，主要原因是：技能补贴申领少于预算，支出减少。", False),
        ("技能补贴支出未达预算目标，主要原因是资金申领减少。", False),
    ],
)
def test_a_reason_for_money_is_none_for_heads(tmp_path, why, explained):
    text = f"一、绩效目标设定情况\n全年享受技能补贴100人。\n二、完成情况\n全年享受技能补贴80人。{why}"
    assert told(tmp_path, text).ok is explained


def test_gaps_that_do_not_add_up_are_not_explained(tmp_path):
    text = (
        "社会保险基金总收入500万元（不含上解下拨，下同），其中：工伤保险200万元，失业保险300万元。"
        "基金总支出300万元，其中：工伤保险100万元，失业保险200万元。基金当期结余{}万元。\n"
        "工伤保险基金当期结余150万元。\n失业保险基金当期结余170万元。"
    )
    right = told(tmp_path, text.format(320))
    assert right.ok
    assert len(right.of(Verdict.EXPLAINED)) == 3
    broken = told(tmp_path, text.format(3200))
    assert {each.kind for each in wrong(broken)} == {Kind.SUM, Kind.BALANCE}
    assert all("320 万元" in each.reading for each in wrong(broken))
    assert broken.of(Verdict.EXPLAINED) == []


def test_goals(tmp_path):
    text = "一、绩效目标设定情况\n全年享受技能补贴{goal}，支出执行目标95%以上。\n二、完成情况\n全年享受技能补贴{actual}。{why}"
    assert told(tmp_path, text.format(goal="100人", actual="101人", why="")).ok
    (missed,) = wrong(told(tmp_path, text.format(goal="100人", actual="80人", why="")))
    assert missed.kind is Kind.TARGET
    assert missed.severity is Severity.MEDIUM
    assert told(tmp_path, text.format(goal="100人", actual="80人", why="技能补贴人数未达目标，主要原因是申领减少。")).ok
    (over,) = wrong(told(tmp_path, text.format(goal="100人", actual="140人", why="")))
    assert "远超" in over.title
    (slip,) = wrong(told(tmp_path, text.format(goal="2.4万人", actual="2人", why="")))
    assert "单位" in slip.title

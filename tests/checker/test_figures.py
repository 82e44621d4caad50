"""Numbers, units, labels and paragraphs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.checker.figures import UNITS, canonical, find_figures
from reporting.checker.findings import number
from reporting.checker.quantities import Role
from reporting.checker.reading import Paragraph
from reporting.checker.reading_text import paragraphs
from reporting.checker.report import read_quantities
from reporting.checker.spans import Span
from reporting.checker.vocabulary import find_fund, find_place, flow_and_item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入３，749，564．5万元", [("3749564.5", "万元")]),
        ("收入 1,080,245.79 万元", [("1080245.79", "万元")]),
        ("增长99％以上", [("99", "%")]),
        ("下降、-20%", [("-20", "%")]),
        ("结余-8.77亿元", [("-8.77", "亿元")]),
        ("2018-2020年 12.5 万人次，745 人，0.5 万名", [("12.5", "万人次"), ("745", "人"), ("0.5", "万名")]),
        ("上升1.5个百分点，为1.2倍", [("1.5", "个百分点"), ("1.2", "倍")]),
        ("8 人社部门 20 个工作日", []),
        ("新人社发〔2020〕10号", []),
    ],
)
def test_finds_numbers_with_units(text, expected):
    found = [each for each in find_figures(canonical(text)) if each.unit is not None]
    assert [(each.number, each.unit.name) for each in found] == [(Fraction(n), unit) for n, unit in expected]


@given(st.decimals(min_value=0, max_value=10**14, places=2), st.sampled_from(sorted(UNITS)))
def test_reads_back_what_was_printed(value, unit):
    (found,) = find_figures(canonical(f"总额{value:,.2f}{unit}"))
    assert (found.number, found.decimals, found.unit.name) == (Fraction(value), 2, unit)
    assert Fraction(number(found.number)) == found.number


@given(st.fractions(), st.fractions(), st.fractions(min_value=0), st.fractions(min_value=0))
def test_spans_hold_what_they_stand_for(first, second, some, more):
    left, right = Span(first - some, first + some), Span(second - more, second + more)
    assert (left + right).holds(first + second)
    assert (left - right).holds(first - second)
    assert (left * right).holds(first * second)
    ratio = left.over(right)
    assert ratio is None if second - more <= 0 else ratio.holds(first / second)


@pytest.mark.parametrize(
    ("label", "fund", "flow", "item"),
    [
        ("2020年度机关事业单位养老保险（改革）基金待遇支出", "120", "expenditure", "待遇"),
        ("转移基本养老金支出", None, "expenditure", "转移支出"),
        ("基金总支出为", None, "expenditure", ""),
        ("城乡居民基本养老保险基金年末滚存结余", "140", "closing", ""),
        ("上解中央调剂金支出", None, "expenditure", "上解调剂金"),
        ("领取失业保险金支出", None, "expenditure", "失业保险金"),
        ("各项社会保险基金总收入", "all", "income", ""),
        ("新疆维吾尔自治区本级社会保险基金总收入", "all", "income", ""),
        ("七、滚存结余 合计", None, "closing", ""),
        ("净下拨", None, "balance", "净上解下拨"),
        ("上下级往来款净额", None, "balance", "净上解下拨"),
        ("关系转移支出", None, "expenditure", "转移支出"),
        ("丧葬抚恤金支出", None, "expenditure", "丧葬抚恤"),
    ],
)
def test_labels(label, fund, flow, item):
    assert find_fund(label) == fund
    assert flow_and_item(label) == (flow, item)


def test_places_but_not_levels():
    assert find_place("贵池区养老金支出") == "贵池区"
    assert find_place("自治区本级养老金支出") == find_place("2020年全市基金收入") == ""


def test_wrapped_lines_are_joined_and_keep_their_place():
    lines = [
        "一、总体情况 ",
        "2020 年基金总收入 100 万元，较上年增加 20 万",
        "",
        "元，增长 25%。 ",
        "2020 年基金总支出 90 万元，其中待遇支出 80",
        "万元。 ",
    ]
    first, second, third = paragraphs("\n".join(lines))
    assert first.text == "一、总体情况"
    assert second.text.endswith("较上年增加 20 万元，增长 25%。")
    assert second.place(second.text.index("25%")) == "第4行"
    assert third.place(0) == "第5行"


def test_two_numbers_never_become_one():
    wide = "基金总收入情况说明如下：本年合计" + "收" * 10 + " 12"
    (only,) = paragraphs(f"{wide}\n34 万元")
    assert "12 34" in only.text


def test_a_run_of_rates_belongs_to_the_parts_in_their_order():
    text = "2020年社会保险基金总收入30万元，其中：工伤保险10万元，失业保险20万元；分别比上年增长5%、-7%。"
    report = read_quantities([Paragraph(text, ((0, "第1行"),))])
    injury, jobless = report.listings[0].parts
    assert [each.value for each in injury.of(Role.GROWTH)] == [5]
    assert [each.value for each in jobless.of(Role.GROWTH)] == [-7]


def test_shared_labels_before_respectively():
    text = "2020年工伤保险基金收入、支出、当期结余分别为30万元、20万元、10万元。"
    report = read_quantities([Paragraph(text, ((0, "第1行"),))])
    assert [each.subject.flow for each in report.values()] == ["income", "expenditure", "balance"]
    assert {each.subject.fund for each in report.values()} == {"410"}

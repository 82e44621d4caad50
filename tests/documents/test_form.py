"""The official form, reopened."""

from __future__ import annotations

import openpyxl
import pytest


@pytest.fixture(scope="module")
def book(documents):
    return openpyxl.load_workbook(documents["self-evaluation.xlsx"])


def cells(sheet):
    return {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}


def row_of(sheet, text):
    return [cell.value for cell in sheet[cells(sheet)[text].row] if cell.value is not None]


def test_a_sheet_for_each_fund_and_one_for_the_region(book):
    assert book.sheetnames == ["企业养老", "机关养老", "工伤", "失业", "汇总"]


@pytest.mark.parametrize(
    ("name", "initial", "adjusted", "executed", "rate", "score"),
    [
        ("企业养老", 1946800, 1982942, 1854899.16, 93.54, 9.35),
        ("机关养老", 471800, 489150, 478058.78, 97.73, 9.77),
        ("工伤", 6623, 6926, 5769.00, 83.29, 8.33),
        ("失业", 9135, 16244, 10048.78, 61.86, 6.19),
        ("汇总", 2434358, 2495262, 2348775.72, 94.13, 9.41),
    ],
)
def test_funds_block_is_numbers_in_ten_thousand_yuan(book, name, initial, adjusted, executed, rate, score):
    sheet = book[name]
    assert row_of(sheet, "年度资金总额")[-6:] == [initial, adjusted, executed, 10, rate, score]
    first = cells(sheet)["年度资金总额"]
    amounts = [sheet.cell(first.row, column) for column in (5, 6, 7)]
    assert {cell.number_format for cell in amounts} == {"#,##0.00"}
    assert {cell.data_type for cell in amounts} == {"n"}
    assert sum("万元" in str(text) for text in cells(sheet)) == 1, "the unit is said once"


def test_indicator_rows_carry_target_actual_points_and_reason(book):
    sheet = book["失业"]
    assert row_of(sheet, "领取失业保险金人数") == [
        "领取失业保险金人数",
        "≥110人",
        "214人",
        6,
        6,
        "原因：受疫情影响登记失业人员增加，年初目标偏低。改进措施：参考近三年数据设定目标",
    ]
    skill = row_of(sheet, "享受技能提升补贴人数")
    assert skill[:5] == ["享受技能提升补贴人数", "≥2.44万人", "0.1445万人", 8, 0.47]
    assert "未说明原因" in skill[5]
    assert row_of(sheet, "总分") == ["总分", 100, 86.22, "等级：良"]


def test_an_incomplete_table_says_so_and_says_who_must_supply_what(book):
    assert row_of(book["失业"], "填报状态")[1] == "草稿：有缺项，不得定稿"
    assert "由社保经办机构补充" in row_of(book["失业"], "尚缺内容")[1]
    assert row_of(book["工伤"], "填报状态")[1] == "资料齐全"
    assert "尚缺内容" not in cells(book["工伤"])


def test_heads_are_merged_and_the_signature_block_stands(book):
    sheet = book["工伤"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:J1", "A2:J2", "A6:A12", "B6:D6", "A13:A14", "B14:E14", "F14:J14"} <= merged
    output = cells(sheet)["产出指标"]
    assert f"A{output.row}:A{output.row + 4}" in merged
    last = [cell.value for cell in sheet[sheet.max_row] if cell.value]
    assert [text.strip("　 ")[:4] for text in last] == ["填报人：", "审核人：", "负责人：", "日期：　"]


def test_it_prints_on_a4_with_page_numbers(book):
    for sheet in book:
        page = sheet.page_setup
        assert (page.paperSize, page.orientation) == (9, "landscape")
        assert page.fitToWidth in (None, 1), "one page wide is the default of the format"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area == f"'{sheet.title}'!$A$1:$J${sheet.max_row}"
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
        assert sheet["A1"].font.name == "黑体"
        assert sheet["B3"].font.name == "宋体"
        assert sheet.column_dimensions["E"].width >= 16, "E to G hold nine digits with separators"

"""Each delivery has the shape that the parties deliver: names, encodings, headers, trailers, wrappings."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from demo import Generated
from tests.demo.reading import fen, form_rows, raw, sheet, text_rows

NAME = re.compile(r"[a-z_]+_650000_(\d{6}|\d{4})(_v\d+)?\.(csv|txt|xlsx)(\.gz)?|ss_650000_\d{6}\.zip")
TEXTS = {
    "tax_collection": (
        "csv", "gb18030", ",",
        "电子税票号码,明细序号,纳税人识别号,缴费人名称,征收项目,征收品目,品目名称,费款所属期起,费款所属期止,税款种类,实缴金额,"
        "缴款日期,入库日期,国库划转批次号,核定单号", "实缴金额",
    ),
    "ss_contribution": (
        "txt", "gbk", "|",
        "到账流水号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|核定单号|应缴金额|到账金额|到账日期|税票号码", "到账金额",
    ),
    "ss_assessment": (
        "txt", "gbk", "|",
        "核定单号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|缴费人数|缴费基数|应缴金额|核定日期", "应缴金额",
    ),
    "ss_benefit": (
        "csv", "utf-8-sig", ",",
        "发放流水号,发放批次号,证件号码,姓名,险种,待遇项目,待遇所属期,应发金额,实发金额,发放日期,首次发放,发放结果,失败原因,重发原流水号",
        "实发金额",
    ),
}  # fmt: skip


def test_every_file_is_named_by_dataset_region_and_period(inbox: Path) -> None:
    names = [p.name for p in inbox.rglob("*") if p.is_file()]
    assert len(names) > 100
    assert [n for n in names if not NAME.fullmatch(n)] == []


@pytest.mark.parametrize("period", ["202001", "202007", "202009", "202012"])
@pytest.mark.parametrize("dataset", TEXTS)
def test_text_files_have_header_crlf_and_a_true_trailer(inbox: Path, dataset: str, period: str) -> None:
    extension, encoding, delimiter, header, money = TEXTS[dataset]
    name = f"{dataset}_650000_{period}.{extension}"
    content = raw(inbox, name)
    lines = content.decode(encoding).split("\r\n")
    assert lines[0] == header
    assert lines[-1] == ""
    assert content.count(b"\n") == content.count(b"\r\n") == len(lines) - 1
    rows, trailer = text_rows(inbox, name, encoding, delimiter)
    assert trailer[0] == ("#合计" if delimiter == "|" else "合计")
    assert int(trailer[1]) == len(rows) > 0
    total = trailer[2] if delimiter == "|" else trailer[header.split(",").index(money)]
    assert fen(total) == sum(fen(row[money]) for row in rows)


def test_benefits_begin_with_a_byte_order_mark_and_the_others_do_not(inbox: Path) -> None:
    assert raw(inbox, "ss_benefit_650000_202001.csv").startswith(b"\xef\xbb\xbf" + "发放流水号".encode())
    assert raw(inbox, "tax_collection_650000_202001.csv").startswith("电子税票号码".encode("gb18030"))


def test_a_tax_line_is_written_as_the_bureau_writes_it(inbox: Path) -> None:
    line = raw(inbox, "tax_collection_650000_202001.csv").decode("gb18030").split("\r\n")[1]
    assert re.fullmatch(
        r'46501620\d{10}\t,\d+,(91|12)?650000[0-9A-Z]+,测试(企业|事业单位)\d{5},102\d\d,102\d\d0100,[^,]+,2020-01-01,2020-01-31,'
        r'正常,("[\d,]+\.\d\d"|\d{1,3}\.\d\d),2020-01-\d\d,(2020-\d\d-\d\d,GK650000\d{11}|,),(H6500002020\d{10})?',
        line,
    ), line  # fmt: skip


def test_numbers_follow_the_schemes_of_the_parties(inbox: Path) -> None:
    contribution = text_rows(inbox, "ss_contribution_650000_202001.txt", "gbk", "|")[0][0]
    assert re.fullmatch(r"D650000\d{10}", contribution["到账流水号"])
    assert re.fullmatch(r"H650000202001\d{8}", contribution["核定单号"])
    assert re.fullmatch(r"650000\d{6}", contribution["单位编号"])
    assert re.fullmatch(r"202001\d\d", contribution["到账日期"])
    payment = text_rows(inbox, "ss_benefit_650000_202001.csv", "utf-8-sig", ",")[0][0]
    assert re.fullmatch(r"F650000\d{10}", payment["发放流水号"])
    assert payment["发放批次号"] == "B202001110N"
    assert re.fullmatch(r"测试人员\d{6}", payment["姓名"])


def test_the_ledger_form_has_title_unit_header_total_and_signature(inbox: Path) -> None:
    cells = sheet(inbox, "ss_ledger_650000_202003.xlsx")
    assert cells[0][0] == "社会保险基金科目余额表（2020年3月）"
    assert (cells[1][0], cells[1][6]) == ("行政区划：650000", "单位：元")
    assert cells[2] == ["险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额"]
    assert cells[-1][0] == "制表人："
    data, total = cells[3:-2], cells[-2]
    assert total[:2] == ["合计", len(data)]
    for column in range(3, 7):
        assert fen(total[column]) == sum(fen(row[column]) for row in data if len(str(row[1])) == 4)


def test_the_statistics_form_has_its_shape(inbox: Path) -> None:
    cells = sheet(inbox, "ss_statistics_650000_201902.xlsx")
    assert cells[0][0] == "社会保险统计月报（2019年2月）"
    assert cells[1][3] == "单位：见单位列"
    assert cells[2] == ["险种", "指标", "数值", "单位"]
    assert cells[-2][:2] == ["合计", len(cells) - 5]
    wanted = {
        "参保人数", "离退休人数", "领取待遇人数", "死亡人数", "首次发放人次", "首次发放准确人次", "定期待遇人数", "代缴医疗保险人次",
        "技能补贴人数", "稳岗补贴人次", "结算业务笔数", "按期结算业务笔数", "满意度调查人数", "满意人数", "上访件数",
    }  # fmt: skip
    assert {row[1] for row in cells[3:-2]} == wanted


def test_the_journal_has_a_two_row_merged_header(inbox: Path) -> None:
    name = "fin_special_account_650000_202004.xlsx"
    page = openpyxl.load_workbook(io.BytesIO(raw(inbox, name))).active
    merged = {str(area) for area in page.merged_cells.ranges}
    assert merged == {"A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3", "I3:I4"}
    cells = sheet(inbox, name)
    assert page.title == "收支明细"
    assert cells[0][0] == "社会保险基金财政专户收支明细表（2020年4月）"
    assert (cells[1][0], cells[1][7]) == ("行政区划：650000", "单位：元")
    assert cells[2] == ["日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", None, "余额"]
    assert cells[3] == [None] * 6 + ["收入", "支出", None]
    data, total, signature = cells[4:-2], cells[-2], cells[-1]
    assert total[:2] == ["合计", len(data)]
    assert [fen(v) for v in total[6:8]] == [sum(fen(row[c]) for row in data) for c in (6, 7)]
    assert (signature[0], signature[4]) == ("制表人：", "复核人：")
    assert all(re.fullmatch(r"2020/04/\d\d", str(row[0])) for row in data)
    assert all(re.fullmatch(r"[SZ]202004\d{5}", str(row[1])) for row in data)
    assert len({row[1] for row in data}) == len(data)


def test_budget_and_goals_have_their_shape(inbox: Path) -> None:
    cells = sheet(inbox, "fin_budget_650000_2020.xlsx")
    assert (cells[1][0], cells[1][5]) == ("行政区划：650000", "单位：万元")
    assert cells[2] == ["险种", "收支", "科目编码", "项目", "年初预算", "调整预算"]
    assert cells[-2] == [
        "合计",
        len(cells) - 5,
        None,
        None,
        *(sum(int(str(r[c])) for r in cells[3:-2]) for c in (4, 5)),
    ]
    goals = sheet(inbox, "fin_performance_goal_650000_2020.xlsx")
    assert goals[1] == [
        "险种", "一级指标", "二级指标", "三级指标", "指标代码", "方向", "目标值", "单位", "分值", "需求驱动", "偏差原因", "改进措施",
    ]  # fmt: skip
    assert {row[5] for row in goals[2:]} <= {"≥", "≤", "=", "定性"}


def test_the_weights_of_each_table_leave_ten_points_for_execution(inbox: Path) -> None:
    rows = form_rows(inbox, "fin_performance_goal_650000_2020.xlsx", 2, 0)
    for fund in ("110", "120", "210", "410", "all"):
        parts = {level: sum(int(str(r["分值"])) for r in rows if (r["险种"], r["一级指标"]) == (fund, level))
                 for level in ("产出指标", "效益指标", "满意度指标")}  # fmt: skip
        assert parts == {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
    assert all(str(r["指标代码"]).startswith(f"{r['险种']}.") for r in rows)
    assert not any(r["偏差原因"] or r["改进措施"] for r in rows)


def test_the_second_version_of_the_goals_leaves_the_skill_subsidy_unexplained(inbox: Path) -> None:
    rows = {r["指标代码"]: r for r in form_rows(inbox, "fin_performance_goal_650000_2020_v2.xlsx", 2, 0)}
    assert rows["110.expenditure_execution"]["偏差原因"]
    assert rows["210.recipient_count"]["改进措施"]
    assert rows["210.skill_subsidy_count"]["偏差原因"] is None


def test_one_file_is_gzipped_one_month_is_zipped_and_one_file_has_a_second_version(golden_year: Generated) -> None:
    names = {p.name: p for p in golden_year.inbox.rglob("*") if p.is_file()}
    assert [n for n in names if n.endswith(".gz")] == ["tax_collection_650000_202007.csv.gz"]
    assert [n for n in names if n.endswith(".zip")] == ["ss_650000_202009.zip"]
    assert {n for n in names if "_v2" in n} == {
        "ss_contribution_650000_202005_v2.txt", "fin_performance_goal_650000_2020_v2.xlsx",
    }  # fmt: skip
    assert set(golden_year.rows) == set(names.values())
    assert golden_year.bytes == sum(p.stat().st_size for p in names.values())

"""Tables of Word and Excel."""

from reporting.checker.check import check_file
from reporting.checker.findings import Kind, Verdict
from tests.checker.documents import write_docx, write_xlsx, wrong

FUNDS = [
    ("险种", "收入", "增长率%", "支出", "当期结余", "滚存结余"),
    ("企业养老", "3138333", "9", "1854899", "2165605", "10590813"),
    ("机关养老", "584294", "57", "478059", "111570", "166094"),
    ("工伤", "4201", "-20", "5769", "20454", "43650"),
    ("失业", "22736", "18", "10049", "33102", "211394"),
    ("合计", "3749564", "14", "2348776", "2330731", "11011951"),
]
TEXTS = [
    "2020年区本级社会保险基金收支情况",
    "2020年社会保险基金总收入3749564万元，增长14.47%。",
    "收支分析表（单位：万元）",
]
FORM = [
    ("2020年企业职工基本养老保险基金支出绩效自评表",),
    ("单位：万元",),
    ("项目", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
    ("年度资金总额", "", 1982942, 1982942, 1854899, 10, 0.9354, 9.35),
    ("其中：待遇支出", "", 1330943, 1330943, 1267326, "", "95.22%", ""),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"),
    ("产出", "数量", "保障离退休人员", "21.72万人", "21.81万人", 10, 10, ""),
    ("", "质量", "首次待遇发放准确率", "≥99%", "99.2%", 10, 10, ""),
    ("总分", "", "", "", "", 100, 98.35, ""),
]


def changed(rows, row, column, value):
    return [
        tuple(value if (r, c) == (row, column) else cell for c, cell in enumerate(cells))
        for r, cells in enumerate(rows)
    ]


def test_a_table_of_funds_in_word(tmp_path):
    result = check_file(write_docx(tmp_path / "a.docx", TEXTS, FUNDS))
    assert [each.arithmetic for each in wrong(result)] == []
    kinds = {each.kind for each in result.of(Verdict.RIGHT)}
    assert kinds == {Kind.SUM, Kind.GROWTH, Kind.TWICE, Kind.BALANCE}
    assert len([each for each in result.of(Verdict.EXPLAINED) if each.kind is Kind.BALANCE]) == 5


def test_a_slip_in_a_cell_of_word(tmp_path):
    result = check_file(write_docx(tmp_path / "a.docx", TEXTS, changed(FUNDS, 3, 5, "436500")))
    assert wrong(result)
    assert all("43650 万元" in each.reading for each in wrong(result))
    assert "表1 第4行第6列" in wrong(result)[0].place


def test_text_and_table_must_agree(tmp_path):
    result = check_file(
        write_docx(tmp_path / "a.docx", [TEXTS[0], TEXTS[1].replace("3749564", "3749654"), TEXTS[2]], FUNDS)
    )
    assert Kind.TWICE in {each.kind for each in wrong(result)}
    assert any("3749564 万元" in each.reading for each in wrong(result))


def test_the_official_form_in_excel(tmp_path):
    result = check_file(write_xlsx(tmp_path / "a.xlsx", FORM))
    assert [each.arithmetic for each in wrong(result)] == []
    assert [each for each in result.of(Verdict.RIGHT) if each.kind is Kind.COMPLETION and "93.543%" in each.arithmetic]
    assert [each for each in result.of(Verdict.RIGHT) if each.kind is Kind.TARGET and "100.41%" in each.arithmetic]


def test_a_wrong_rate_in_the_form(tmp_path):
    result = check_file(write_xlsx(tmp_path / "a.xlsx", changed(FORM, 3, 6, 0.9534)))
    (found,) = wrong(result)
    assert found.kind is Kind.COMPLETION
    assert found.place == "表一!G4"
    assert "93.54%" in found.reading


def test_totals_may_stand_above_their_parts(tmp_path):
    rows = [
        ("2020年工伤保险基金决算表（万元）",),
        ("项目", "本年决算数"),
        ("收入合计", 4201),
        ("保费收入", 3717),
        ("利息收入", 484),
    ]
    assert [
        each for each in check_file(write_xlsx(tmp_path / "a.xlsx", rows)).of(Verdict.RIGHT) if each.kind is Kind.SUM
    ]
    broken = check_file(write_xlsx(tmp_path / "b.xlsx", changed(rows, 4, 1, 4840)))
    assert "484 万元" in wrong(broken)[0].reading


def test_small_rates_under_a_heading_with_percent_are_percent(tmp_path):
    rows = [
        ("2020年工伤保险基金决算表（万元）",),
        ("项目", "本年决算数", "增减额", "增长率{}"),
        ("保费收入", 1023, 23, 2.3),
        ("利息收入", 512, 12, 2.4),
    ]
    percent = changed(rows, 1, 3, "增长率（%）")
    fraction = changed(changed(changed(rows, 1, 3, "增长率"), 2, 3, 0.023), 3, 3, 0.024)
    for name, each in (("a", percent), ("b", fraction)):
        result = check_file(write_xlsx(tmp_path / f"{name}.xlsx", each))
        assert result.ok
        assert len([found for found in result.of(Verdict.RIGHT) if found.kind is Kind.GROWTH]) == 2

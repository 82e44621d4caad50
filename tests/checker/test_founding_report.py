"""What is wrong in the founding report, all of it and nothing else."""

import pytest

from reporting.checker.check import Result, check_file
from reporting.checker.findings import Kind, Severity, Verdict
from tests.checker.documents import FOUNDING, founding_paragraphs, write_docx, write_xlsx, wrong

#: kind, words of the quote, words of the arithmetic, words of the suggested reading
EXPECTED = [
    (Kind.GROWTH, "690760", "上年＝240470 万元－(690760 万元)＝-450290 万元", "应读作 69076 万元"),
    (Kind.UNIT, "6803 元", "6803 元＝0.6803 万元，而所属总额为 6926 万元", "应读作 6803 万元"),
    (Kind.UNIT, "0.9 人", "0.9 人不是整数", "应读作 0.9 万人"),
    (Kind.TWICE, "1217293", "1217293 万元，第257行 1217295万元；相差 2 万元", "核实以哪一处为准"),
    (Kind.SUM, "1854899", "1854697 万元；总额 1854899 万元；差 202 万元", "少 202 万元"),
    (Kind.SUM, "10049", "215＋237＋9529＝9981 万元；总额 10049 万元；差 68 万元", "少 68 万元"),
    (Kind.DEFINITION, "654700", "第21行 注明“不含上解下拨”", "统一口径"),
    (Kind.DEFINITION, "573700", "第33行 注明“不含上解下拨”", "统一口径"),
    (Kind.TARGET, "95%", "1854899 万元÷调整预算 1982942 万元＝93.54%", "补写偏差原因"),
    (Kind.TARGET, "95%", "5769 万元÷调整预算 6926 万元＝83.29%", "补写偏差原因"),
    (Kind.TARGET, "95%", "10049 万元÷调整预算 16244 万元＝61.86%", "补写偏差原因"),
    (Kind.TARGET, "1445 人", "实际 1445 人÷目标 2.44 万人＝5.92%", "补写原因"),
]
GAPS = {"all": "929943", "110": "882171", "120": "5335", "410": "22022", "210": "20415"}
#: Figures that are right as printed, among them those that are only right within their rounding.
RIGHT = [
    "3138333＋584294＋4201＋22736＝3749564 万元",
    "1854899＋478059＋5769＋10049＝2348776 万元",
    "2165605＋111570＋20454＋33102＝2330731 万元",
    "10590813＋166094＋43650＋211394＝11011951 万元",
    "884009＋127005＋610337＋840031＋366＋21885＋654700＝3138333 万元",
    "1217293＋50032＝1267325 万元；总额 1267326 万元；差 1 万元",
    "240470＋1183＋334818＋289＋7534＝584294 万元",
    "476853＋1205＝478058 万元；总额 478059 万元；差 1 万元",
    "224391＋16079＝240470 万元",
    "3717＋484＝4201 万元",
    "17989＋4746＝22735 万元；总额 22736 万元；差 1 万元",
    "473894÷3275670＝14.467%；报告 14%",
    "572443÷1776333＝32.226%；报告 32%",
    "-170142÷1054151＝-16.14%；报告 -16%",
    "22742÷1244584＝1.827%；报告 1.83%",
    "29717÷1187578＝2.502%；报告 2.5%",
    "0.54÷21.27＝2.539%；报告 2.54%",
    "56909÷167482＝33.979%；报告 34%",
    "77177÷399676＝19.31%；报告 19%",
    "77177÷399676＝19.31%；报告 19.31%",
    "0.9÷5.56＝16.187%；报告 16.19%",
    "-1062÷5263＝-20.179%；报告 -20%",
    "-1380÷5097＝-27.075%；报告 -27%",
    "-391÷6160＝-6.347%；报告 -6%",
    "-843÷18832＝-4.476%；报告 -4.48%",
    "-6910÷16959＝-40.745%；报告 -41%",
    "99616÷1650512＝6.035%；报告 6.04%",
    "1854899 万元÷预算 1982942＝93.543%；报告 94%",
    "478059 万元÷预算 489150＝97.733%；报告 98%",
    "5769 万元÷预算 6926＝83.295%；报告 83%",
    "10049 万元÷预算 16244＝61.863%；报告 62%",
    "(1982942＋489150＋16244＋6926＝2495262)＝94.129%；报告 94%",
    "1217295 万元÷预算 1263157＝96.369%；报告 96.37%",
    "(1263157＋67786＝1330943)＝95.22%；报告 95.22%",
    "476853 万元÷预算 487650＝97.786%；报告 97.79%",
    "476853 万元÷预算 487650＝97.786%；报告 98%",
    "(1263157＋67786＋487650＋6803＋194＝1825590)＝95.866%；报告 95.87%",
    "支出 478059 万元÷调整预算 489150 万元＝97.73%",
]


@pytest.fixture(scope="module")
def result() -> Result:
    return check_file(FOUNDING)


@pytest.mark.parametrize(("kind", "quote", "arithmetic", "reading"), EXPECTED, ids=lambda value: str(value)[:30])
def test_finds_with_arithmetic_and_reading(result, kind, quote, arithmetic, reading):
    assert [
        each
        for each in wrong(result)
        if each.kind is kind and quote in each.quote and arithmetic in each.arithmetic and reading in each.reading
    ]


def test_finds_nothing_else(result):
    assert len(wrong(result)) == len(EXPECTED)
    assert not result.ok


def test_the_text_that_contradicts_itself_is_high_and_the_rest_is_not(result):
    high = {each.kind for each in wrong(result) if each.severity is Severity.HIGH}
    assert high == {Kind.GROWTH, Kind.UNIT, Kind.TARGET}
    assert all(each.severity in (Severity.HIGH, Severity.MEDIUM) for each in wrong(result))


@pytest.mark.parametrize(("fund", "gap"), GAPS.items())
def test_income_less_expenditure_is_explained_by_the_transfers(result, fund, gap):
    found = [each for each in result.of(Verdict.EXPLAINED) if each.kind is Kind.BALANCE]
    assert len(found) == len(GAPS)
    assert [each for each in found if each.quantities[0].subject.fund == fund and f"差 {gap} 万元" in each.arithmetic]
    assert all("不含上解下拨" in each.reading for each in found)


def test_the_gaps_of_the_funds_add_up_to_that_of_the_total(result):
    assert [each for each in result.of(Verdict.RIGHT) if "合计差额 929943 万元" in each.arithmetic]


@pytest.mark.parametrize("arithmetic", RIGHT)
def test_is_right(result, arithmetic):
    told = [each for each in result.findings if arithmetic in each.arithmetic.replace("194＋6803", "6803＋194")]
    assert told
    assert {each.verdict for each in told} <= {Verdict.RIGHT, Verdict.WRONG}
    # The unit slip quotes the completion rate as its proof; nothing else that is right appears in an alarm.
    assert all(each.kind is Kind.UNIT for each in told if each.verdict is Verdict.WRONG)


def test_deaths_and_unemployment_follow_from_life(result):
    explained = [each for each in result.of(Verdict.EXPLAINED) if each.kind is Kind.TARGET]
    assert {each.arithmetic.split("＝")[1] for each in explained} == {"85.3%", "194.55%"}


@pytest.mark.parametrize(
    "words",
    ["平均增长率分别为47%", "群众上访率为0", "社会满意度95%", "首次待遇发放准确率", "完成调整预算的 100.97%", "610 元"],
)
def test_lists_what_cannot_be_checked(result, words):
    assert [each for each in result.of(Verdict.NOT_CHECKABLE) if words in each.quote]


def test_places_are_lines_of_the_file(result):
    lines = FOUNDING.read_text(encoding="utf-8").splitlines()
    growth = next(each for each in wrong(result) if each.kind is Kind.GROWTH)
    assert growth.place == "第150行"
    assert "690760" in lines[149]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_same_from_word_and_excel(kind, tmp_path, result):
    texts = founding_paragraphs()
    if kind == "docx":
        path = write_docx(tmp_path / "report.docx", texts)
    else:
        path = write_xlsx(tmp_path / "report.xlsx", [(text,) for text in texts])
    again = check_file(path)
    assert sorted((each.kind, each.quote) for each in wrong(again)) == sorted(
        (each.kind, each.quote) for each in wrong(result)
    )
    assert len(again.of(Verdict.EXPLAINED)) == len(result.of(Verdict.EXPLAINED))
    assert {each.place[:1] for each in wrong(again)} == ({"第"} if kind == "docx" else {"表"})


def test_an_unwrapped_text_says_the_same(tmp_path, result):
    path = tmp_path / "report.txt"
    path.write_text("\n".join(founding_paragraphs()), encoding="utf-8")
    again = check_file(path)
    assert sorted(each.quote for each in wrong(again)) == sorted(each.quote for each in wrong(result))

"""The annual report, reopened: its sections, sentences, tables, charts and pages."""

from __future__ import annotations

import html
import json
import re
import zipfile

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from reporting.report import report
from tests.documents.conftest import by_name
from tests.documents.golden import HEADINGS, SENTENCES, STATEMENT


@pytest.fixture(scope="module")
def word(documents):
    return docx.Document(str(documents["annual-report.docx"]))


@pytest.fixture(scope="module")
def word_text(word):
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


@pytest.fixture(scope="module")
def page_text(documents):
    text = documents["annual-report.html"].read_text()
    body = text[text.index("<main>") : text.index("</main>")]
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|h\d|td|th)>", "\n", body)))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_the_published_report_prints_is_in_both_and_equal(word_text, page_text, sentence):
    assert sentence in word_text
    assert sentence in page_text


def test_sections_are_those_of_the_published_report(word):
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    positions = [headings.index(heading) for heading in HEADINGS]
    assert positions == sorted(positions)


def test_the_reserve_is_told_of_each_fund_that_holds_one_and_rounded_half_up(altered):
    settings = altered("""
        update marts.fct_account_balance set closing_balance = 118675000.00 where account_code = '3201' and fund_code = '410';
        insert into marts.fct_account_balance by name
        select balance.* replace (fund as fund_code, held as closing_balance) from marts.fct_account_balance as balance,
        (values ('210', 14999.99), ('120', 0)) as other (fund, held)
        where region_code = '650000' and fund_code = '410' and account_code = '3201' and period = '202012';
    """)
    word = docx.Document(str(by_name(report(settings, 2020))["annual-report.docx"]))
    told = re.findall(r"滚存结余 \d+ 万元（其中：(\w+储备金 \d+ 万元)）", "\n".join(p.text for p in word.paragraphs))
    assert told == ["工伤储备金 11868 万元", "失业储备金 1 万元"]


def test_the_statement_that_the_published_text_lost(word):
    table = word.tables[0]
    found = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert {label: found[label] for label in STATEMENT} == STATEMENT
    assert found["五、期初调整"] == ["0"] * 5


def test_section_five_has_every_table_in_full(word, documents):
    book = openpyxl.load_workbook(documents["self-evaluation.xlsx"])
    tables = word.tables[1:]
    assert len(tables) == len(book.sheetnames)
    for table, sheet in zip(tables, book, strict=True):
        printed = {cell.text for row in table.rows for cell in row.cells}
        texts = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        numbers = {
            f"{cell.value:,.2f}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "n" and cell.value is not None
        }
        assert texts | numbers <= printed


def test_what_people_must_write_is_marked(word_text, documents):
    assert "【待填：本年度社会保险基金预算绩效管理工作总体情况】" in word_text
    assert "失业保险“享受技能提升补贴人数”偏差原因：【待填：" in word_text
    assert (
        "失业保险“领取失业保险金人数”执行结果与目标有偏差，主要原因是：受疫情影响登记失业人员增加，年初目标偏低。"
        in word_text
    )
    assert (documents["annual-report.docx"].parent / "prose-650000.yml").exists()


def test_pages_are_a4_with_numbers_and_the_wide_tables_lie_across(word):
    upright, wide = word.sections
    assert (round(upright.page_width.cm, 1), round(upright.page_height.cm, 1)) == (21.0, 29.7)
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert "PAGE" in upright.footer._element.xml
    assert word.styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert word.styles["Body Text"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_charts_are_native_and_hold_the_figures_with_their_workbooks(documents):
    with zipfile.ZipFile(documents["annual-report.docx"]) as package:
        names = package.namelist()
        charts = sorted(name for name in names if name.startswith("word/charts/chart"))
        assert len(charts) >= 2
        flows = package.read("word/charts/chart1.xml").decode()
        assert "<c:v>3138333</c:v>" in flows
        assert "externalData" in flows
        with package.open("word/embeddings/chart1.xlsx") as data:
            sheet = openpyxl.load_workbook(data).active
    assert [cell.value for cell in sheet[2]][:3] == ["企业养老保险", 3138333, 1854899]


def test_the_checker_has_read_it(documents):
    verdict = json.loads(documents["annual-report-check.json"].read_text())
    assert verdict["figures"] > 300
    assert verdict["counts"]["right"] > 100
    # Few applied for the skill subsidy, and the reason delivered speaks of money only.
    wrong = [each for each in verdict["findings"] if each["verdict"] == "wrong"]
    assert [each["arithmetic"] for each in wrong] == ["实际 1445 人÷目标 2.44 万人＝5.92%"]
    balances = [
        each["verdict"] for each in verdict["findings"] if each["title"] == "收入－支出＋上解下拨净额＝当期结余"
    ]
    assert balances == ["right"] * 5

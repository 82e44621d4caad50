"""What is no report, or wants to be more than one."""

import re
import time
import zipfile

import pytest
import typer
from typer.testing import CliRunner

from reporting.checker.check import check_file
from reporting.checker.command import register
from reporting.checker.findings import Verdict
from reporting.checker.reading import ReadingError
from reporting.checker.render_html import to_html
from tests.checker.documents import check_text, write_xlsx

BOMB = b"<w:p/>" * 3_000_000


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def damaged(path):
    write_xlsx(path, [("项目", 1)])
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(bytes(content))
    return path


CASES = {
    "missing.txt": lambda path: path,
    "empty.txt": lambda path: (path.write_bytes(b"") and path) or path,
    "blank.txt": lambda path: path.write_text("  \n\n ") and path,
    "binary.txt": lambda path: path.write_bytes(b"\x00\x01\x02" * 50) and path,
    "strange.txt": lambda path: path.write_bytes(b"\xff\xfe\xff" + b"\x81" * 7) and path,
    "old.doc": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0") and path,
    "text.docx": lambda path: path.write_text("not a zip") and path,
    "other.docx": lambda path: zipped(path, {"a.txt": "x"}),
    "bomb.docx": lambda path: zipped(path, {"word/document.xml": BOMB}),
    "broken.docx": lambda path: zipped(path, {"word/document.xml": "<w:document"}),
    "broken.xlsx": damaged,
    "no-sheets.xlsx": lambda path: zipped(path, {"xl/workbook.xml": "<workbook/>"}),
    "far.xlsx": lambda path: write_xlsx(path, [("a",)] * 3 + [("",) * 16000 + (1,)] * 30),
    "folder.txt": lambda path: path.mkdir() or path,
}


@pytest.mark.parametrize("name", CASES)
def test_is_refused_with_words(tmp_path, name):
    path = CASES[name](tmp_path / name)
    with pytest.raises(ReadingError) as error:
        check_file(path)
    assert re.search(r"[\u4e00-\u9fff]{4}", str(error.value))
    app = typer.Typer()
    register(app)
    outcome = CliRunner().invoke(app, [str(path)])
    assert outcome.exit_code == 1
    assert "Traceback" not in outcome.output


def test_huge_numbers_are_named_and_not_computed(tmp_path):
    result = check_text(tmp_path, f"2020年工伤保险基金总收入{'9' * 6000}万元，增长14%。工伤保险基金总支出100万元。")
    (found,) = [each for each in result.of(Verdict.NOT_CHECKABLE) if "过长" in each.title]
    assert len(found.quote) < 40
    assert result.ok


def test_a_long_row_of_figures_ends_in_time(tmp_path):
    parts = "，".join(f"{chr(0x4E00 + n)}{chr(0x5000 + n)}支出{n + 1}万元" for n in range(400))
    result = check_text(tmp_path, f"2020年工伤保险基金总支出99999万元，其中：{parts}。")
    assert result.figures == 401


def test_the_same_label_a_thousand_times_ends_in_time(tmp_path):
    result = check_text(
        tmp_path, "2020年工伤情况\n" + "".join(f"工伤保险基金总收入{n}万元。" for n in range(10000, 11500))
    )
    assert not result.ok


def test_more_figures_than_a_report_has(tmp_path):
    with pytest.raises(ReadingError, match="超过 5000"):
        check_text(tmp_path, "工伤保险基金总收入1万元。" * 5001)


def test_markup_stays_text(tmp_path):
    evil = "<script>alert(1)</script>[red]"
    result = check_text(tmp_path, f"2020年工伤保险基金{evil}总收入100万元，其中：保费收入{evil}900万元。")
    page = to_html(result)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    app = typer.Typer()
    register(app)
    assert "[red]" in CliRunner().invoke(app, [str(tmp_path / "report.txt")], env={"COLUMNS": "400"}).output


@pytest.mark.parametrize(
    "text", ["一二三四五六七八九十" * 90_000, "（" * 900_000, "增加减少" * 225_000, "由于执行未达。" * 60_000]
)
def test_words_without_end_end_in_time(tmp_path, text):
    started = time.process_time()
    assert check_text(tmp_path, text + "工伤保险基金总收入1万元").figures == 1
    assert time.process_time() - started < 20

"""Writes texts and tables as the files that people hand in."""

from pathlib import Path

import xlsxwriter

from reporting.checker.check import Result, check_file
from reporting.checker.findings import Finding, Verdict
from reporting.checker.reading_text import paragraphs

REPORTS = Path(__file__).parent / "reports"
FOUNDING = REPORTS / "2020-self-evaluation-report.txt"


def check_text(folder: Path, text: str) -> Result:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return check_file(path)


def founding_paragraphs() -> list[str]:
    return [each.text for each in paragraphs(FOUNDING.read_text(encoding="utf-8"))]


def write_docx(path: Path, texts: list[str], table: list[tuple[str, ...]] = ()) -> Path:
    import docx

    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                grid.cell(row, column).text = cell
    document.save(str(path))
    return path


def write_xlsx(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表一")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return path


def wrong(result: Result) -> list[Finding]:
    return result.of(Verdict.WRONG)

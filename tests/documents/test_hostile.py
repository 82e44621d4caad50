"""Texts from files stay texts, whatever they look like."""

from __future__ import annotations

import docx
import openpyxl
import pytest

from reporting.report import report
from tests.documents.conftest import by_name

_REASON = "=HYPERLINK(0)<script>alert(1)</script>&\x07"
_PLANT = f"""
    update marts.mart_self_evaluation set deviation_reason = '{_REASON}', improvement = '@SUM(A1)' where indicator_code = '410.expenditure_execution';
    update marts.mart_self_evaluation set level_3 = '=1+1', level_2 = '-2+3', unit = '+件' where indicator_code = '410.petition_count';
    update marts.dim_source_file set name = 'a"</script><img src=x>.xlsx' where dataset = 'ss_ledger';
"""


@pytest.fixture
def hostile(altered):
    return by_name(report(altered(_PLANT), 2020))


def test_formula_like_texts_are_texts_in_every_document(hostile):
    sheet = openpyxl.load_workbook(hostile["self-evaluation.xlsx"])["工伤"]
    found = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for text in ("=1+1", "-2+3"):
        assert found[text].data_type == "s"
        assert found[text].quotePrefix
    assert all(cell.data_type != "f" for cell in found.values())
    page = hostile["annual-report.html"].read_text()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("</script>") == 4
    word = docx.Document(str(hostile["annual-report.docx"]))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "主要原因是：=HYPERLINK(0)<script>alert(1)</script>&。" in text

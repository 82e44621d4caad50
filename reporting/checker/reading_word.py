"""Word documents: paragraphs and tables in their order."""

from __future__ import annotations

from pathlib import Path

from reporting.checker.figures import canonical
from reporting.checker.packages import check_package
from reporting.checker.reading import MAX_CELLS, MAX_CHARACTERS, Block, Grid, Paragraph, ReadingError


def read_word(path: Path) -> list[Block]:
    """Paragraphs (one each, never wrapped) and tables (merged cells keep their text in the first place only)."""
    check_package(path, "word/document.xml")
    import docx
    from docx.table import Table

    try:
        content = list(docx.Document(str(path)).iter_inner_content())
    except Exception as error:  # python-docx raises whatever its XML parser or a missing part makes it raise
        raise ReadingError(
            f"{path.name} 不是可读的 Word 文件：请用 Word 另存为 .docx（{type(error).__name__}）。"
        ) from error
    blocks: list[Block] = []
    title, tables, size = "", 0, 0
    for number, each in enumerate(content, start=1):
        if isinstance(each, Table):
            tables += 1
            blocks.append(_grid(each, tables, title))
        elif each.text.strip():
            title = each.text.strip()
            size += len(title)
            blocks += [
                Paragraph(canonical(line.strip()), ((0, f"第{number}段"),))
                for line in title.split("\n")
                if line.strip()
            ]
        if size > MAX_CHARACTERS:
            raise ReadingError(f"{path.name} 超过 {MAX_CHARACTERS} 个字的上限：请只提交报告正文。")
    return blocks


def _grid(table, number: int, title: str) -> Grid:  # type: ignore[no-untyped-def]
    rows, places, seen, cells = [], [], set(), 0
    for row_number, row in enumerate(table.rows, start=1):
        texts = []
        for cell in row.cells:
            # python-docx answers a merged cell once for every place that it covers.
            texts.append("" if cell._tc in seen else canonical(cell.text.strip()))
            seen.add(cell._tc)
        cells += len(texts)
        if cells > MAX_CELLS:
            raise ReadingError(f"表{number} 超过 {MAX_CELLS} 个单元格：请只提交报告。")
        rows.append(tuple(texts))
        places.append(tuple(f"表{number} 第{row_number}行第{column}列" for column in range(1, len(texts) + 1)))
    return Grid(tuple(rows), tuple(places), canonical(title))

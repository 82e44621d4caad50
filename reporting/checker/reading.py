"""Opens a report and gives its paragraphs and tables with places that a person can find again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: A report has some hundred kilobytes; what is far beyond is refused before it is unpacked.
MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 120_000_000
MAX_UNPACKED_RATIO = 200
MAX_CHARACTERS = 2_000_000
MAX_CELLS = 200_000


class ReadingError(ValueError):
    """The file cannot be read as a report; the message says in Chinese what to do."""


@dataclass(frozen=True)
class Paragraph:
    """Text and where its characters stand: ``marks`` are (offset, place), ascending, the first at 0."""

    text: str
    marks: tuple[tuple[int, str], ...]

    def place(self, offset: int) -> str:
        """Place of a character."""
        return self.marks[bisect_right(self.marks, offset, key=lambda mark: mark[0]) - 1][1]


@dataclass(frozen=True)
class Grid:
    """A table: rows of cell texts, with the place of each cell and the words before the table (for its unit)."""

    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    title: str


Block = Paragraph | Grid


def read_report(path: Path) -> list[Block]:
    """Paragraphs and tables of a ``.txt``, ``.docx`` or ``.xlsx`` in reading order.

    Raises ReadingError for a missing, empty, damaged, over-large or unknown file.
    """
    if not path.is_file():
        raise ReadingError(f"找不到文件 {path}：请检查路径。")
    size = path.stat().st_size
    if size == 0:
        raise ReadingError(f"{path.name} 是空文件：请重新导出后再检查。")
    if size > MAX_FILE_BYTES:
        raise ReadingError(f"{path.name} 有 {size} 字节，超过 {MAX_FILE_BYTES} 字节的上限：请只提交报告正文。")
    blocks = _reader(path)(path)
    if not any(block.text.strip() if isinstance(block, Paragraph) else block.rows for block in blocks):
        raise ReadingError(f"{path.name} 里没有文字：扫描件请先转成文本。")
    return blocks


def _reader(path: Path) -> Callable[[Path], list[Block]]:
    suffix = path.suffix.lower()
    if suffix == ".txt":
        from reporting.checker.reading_text import read_text

        return read_text
    if suffix == ".docx":
        from reporting.checker.reading_word import read_word

        return read_word
    if suffix == ".xlsx":
        from reporting.checker.reading_sheet import read_sheet

        return read_sheet
    raise ReadingError(f"不认识的文件类型 {path.suffix or path.name}：可以检查 .txt、.docx、.xlsx。")

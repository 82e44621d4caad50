"""Plain text, also as it comes out of a PDF: wrapped lines, blank lines between them, page breaks without any."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

from reporting.checker.figures import canonical
from reporting.checker.reading import MAX_CHARACTERS, Block, Paragraph, ReadingError

HEADING = re.compile(r"\s*([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[、.](?!\d))")
_BLANKS = (" ", "\u3000")
#: A wrapped line is full when no more than two Chinese characters are missing.
_SLACK = 4
_WRAP = 110


def read_text(path: Path) -> list[Block]:
    """Paragraphs of a text file in UTF-8 (with or without BOM) or GB18030."""
    raw = path.read_bytes()
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError(f"{path.name} 不是文本文件：请另存为 UTF-8 文本。")
    text = _decode(raw, path)
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(f"{path.name} 有 {len(text)} 个字，超过 {MAX_CHARACTERS} 的上限：请只提交报告正文。")
    return list(paragraphs(text))


def _decode(raw: bytes, path: Path) -> str:
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(f"{path.name} 的编码不认识：请另存为 UTF-8 文本。")


def paragraphs(text: str) -> list[Paragraph]:
    """Join the wrapped lines again: by the blank that Word's PDF writes where a paragraph ends, else by their width."""
    lines = [(number, line.replace("\f", "")) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    full = max((_width(line) for _, line in lines), default=0)
    marked = _blanks_end_paragraphs([line for _, line in lines])
    found: list[list[tuple[int, str]]] = []
    for (_, before), (number, line) in pairwise([(0, ""), *lines]):
        if found and full <= _WRAP and _goes_on(before, full, marked) and not HEADING.match(canonical(line)):
            found[-1].append((number, line))
        else:
            found.append([(number, line)])
    return [_join(group) for group in found]


def _goes_on(line: str, full: int, marked: bool) -> bool:
    if marked:
        return not line.endswith(_BLANKS) and _width(line) * 2 > full
    return _width(line) >= full - (_SLACK if line.endswith("。") else 2 * _SLACK)


def _blanks_end_paragraphs(lines: list[str]) -> bool:
    blank = [line for line in lines if line.endswith(_BLANKS)]
    ends = [line for line in lines if line.rstrip().endswith("。")]
    both = sum(line.rstrip().endswith("。") for line in blank)
    return both > 1 and both * 2 >= len(ends) and len(blank) * 2 < len(lines)


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line.strip())


def _join(group: list[tuple[int, str]]) -> Paragraph:
    pieces: list[str] = []
    marks, length = [], 0
    for number, line in group:
        piece = canonical(line.strip())
        # Two numbers must not become one.
        if pieces and pieces[-1][-1].isdigit() and piece[0].isdigit():
            piece = " " + piece
        marks.append((length, f"第{number}行"))
        pieces.append(piece)
        length += len(piece)
    return Paragraph("".join(pieces), tuple(marks))

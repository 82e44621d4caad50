"""The rows of a delivered text file in pieces that end where a record ends, however large the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.contract import FileShape
from ingest.findings import Problem, Refusal

PIECE = 1024 * 1024
"""Small enough to stay in the processor's cache through all steps."""
Advance = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


@dataclass(frozen=True)
class Rows:
    """The bytes ``start`` to ``end`` of ``path``, in ``encoding``: the rows without header and control row."""

    path: Path
    encoding: str
    start: int
    end: int

    def line_of(self, position: int) -> int:
        """The line of the file in which a byte stands; the header is line 1."""
        line, done = 2, self.start
        with self.path.open("rb") as source:
            source.seek(self.start)
            while done < position and (found := source.read(min(PIECE, position - done))):
                line += found.count(b"\n")
                done += len(found)
        return line


@dataclass(frozen=True)
class Piece:
    """Whole records, and the byte of the file at which they start."""

    content: bytes
    start: int


def pieces(rows: Rows, file: FileShape, longest: int, size: int = PIECE) -> Iterator[Piece]:
    """Cut the rows after line feeds outside quotes, about every ``size`` bytes.

    Raises ``Refusal`` for a NUL byte and for a record of more than ``longest`` bytes.
    """
    held, place = b"", rows.start
    with rows.path.open("rb", buffering=0) as source:
        source.seek(place)
        while place + len(held) < rows.end:
            fresh = source.read(min(size, rows.end - place - len(held)))
            # NUL, line feed, quotes and blanks are never part of a longer GBK, GB18030 or UTF-8 character
            if b"\0" in fresh:
                raise Refusal("nul_byte", "文件里有空字符（NUL），不是正常的文本文件")
            held += fresh
            whole = place + len(held) == rows.end
            cut = len(held) if whole else _end_of_records(held, file)
            if len(held) - cut > longest:
                raise Refusal("line_too_long", "有的行太长，引号可能没有成对", (Problem(rows.line_of(place + cut)),))
            if cut:
                yield Piece(held[:cut], place)
                held, place = held[cut:], place + cut


def _end_of_records(held: bytes, file: FileShape) -> int:
    """Length of the complete records at the start of ``held``."""
    cut = held.rfind(b"\n") + 1
    if not file.quote or held.count(file.quote.encode("ascii"), 0, cut) % 2 == 0:
        return cut
    found = records(file.delimiter, file.quote).match(held)
    return found.end() if found else 0


@cache
def records(delimiter: str, quote: str) -> re.Pattern[bytes]:
    """Complete records: cells in quotes with inner ones doubled, and cells that do not begin with a quote."""
    d, q = re.escape(delimiter.encode("ascii")), re.escape(quote.encode("ascii"))
    cell = rb"(?:%b(?:[^%b]|%b%b)*+%b|[^%b%b\r\n][^%b\r\n]*+|)" % (q, q, q, q, q, q, d, d)
    return re.compile(rb"(?:(?:%b%b)*+%b\r?\n)*+" % (cell, d, cell))

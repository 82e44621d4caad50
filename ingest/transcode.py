"""The rows of a delivered text file as numbered UTF-8 lines in a pipe, for DuckDB's reader. Memory stays flat."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.findings import Problem, Refusal
from ingest.iconv import BadBytes, converter
from ingest.numbering import RecordNumbers
from ingest.staging import BLANKS

PIECE = 256 * 1024
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


class Transcoder(threading.Thread):
    """Writes ``rows`` as UTF-8, numbered by ``numbers``, to the pipe ``sink``, and closes it.

    ``failure`` is set when the bytes are not strictly in the encoding, or hold NUL; ``blanks`` says which of
    ``BLANKS`` may occur at all.
    """

    def __init__(self, rows: Rows, numbers: RecordNumbers, sink: int, advance: Advance) -> None:
        super().__init__(name=f"transcode-{rows.path.name}", daemon=True)
        self._rows, self._sink, self._advance = rows, sink, advance
        self.numbers = numbers
        self.failure: Refusal | None = None
        self.blanks: set[str] = set()
        # a mark may also be found across two characters: then the rows are looked at for nothing
        self._marks = [(blank, blank.encode(rows.encoding.removesuffix("-SIG"))) for blank in BLANKS]

    def run(self) -> None:
        """Copy until the end, the first bad byte, or a closed pipe."""
        try:
            self._copy()
        except BadBytes as error:
            self.failure = self._wrong_encoding(error)
        except Refusal as refusal:
            self.failure = refusal
        except BrokenPipeError:
            return  # the reader has met an error and says so itself
        finally:
            os.close(self._sink)

    def _copy(self) -> None:
        turn, position, end = converter(self._rows.encoding), self._rows.start, self._rows.end
        with self._rows.path.open("rb", buffering=0) as source:
            source.seek(position)
            while position < end:
                piece = source.read(min(PIECE, end - position))
                position += len(piece)
                # NUL, line feed, tab and space are never part of a longer GBK, GB18030 or UTF-8 character
                if b"\0" in piece:
                    raise Refusal("nul_byte", "文件里有空字符（NUL），不是正常的文本文件")
                self._note_blanks(piece)
                final = position >= end
                self._write(turn.convert(self.numbers.add(piece, final), final))
                self._advance(position, end)

    def _note_blanks(self, piece: bytes) -> None:
        for blank, mark in self._marks:
            if blank not in self.blanks and mark in piece:
                self.blanks.add(blank)

    def _write(self, text: bytes | memoryview) -> None:
        view = memoryview(text)
        while view:
            view = view[os.write(self._sink, view) :]

    def _wrong_encoding(self, error: BadBytes) -> Refusal:
        return Refusal(
            "wrong_encoding",
            "文字编码不对，文件里有读不出的字节",
            (Problem(self._bad_row(), expected=self._rows.encoding, found=f"字节 {error.found.hex(' ').upper()}"),),
        )

    def _bad_row(self) -> int | None:
        """The first line whose bytes are not in the encoding (positions in the stream count numbers too)."""
        with self._rows.path.open("rb") as source:
            source.seek(self._rows.start)
            for row, line in enumerate(source, 2):
                try:
                    line.decode(self._rows.encoding)
                except UnicodeDecodeError:
                    return row
        return None

"""A part of a delivered text file as UTF-8 lines in a pipe, for DuckDB's reader. Memory stays flat."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from ingest.findings import Problem, Refusal
from ingest.iconv import BadBytes, converter

PIECE = 4 * 1024 * 1024
Advance = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


class Transcoder(threading.Thread):
    """Writes bytes ``start`` to ``end`` of ``path`` as UTF-8 to the pipe ``sink``.

    ``failure`` is set when the bytes are not strictly in ``encoding``, or hold NUL;
    ``blanks`` says which of tab, space and ideographic space occur at all.
    """

    def __init__(self, path: Path, encoding: str, start: int, end: int, sink: int, advance: Advance) -> None:
        super().__init__(name=f"transcode-{path.name}", daemon=True)
        self._path, self._start, self._end, self._sink = path, start, end, sink
        self._encoding, self._advance = encoding, advance
        self.failure: Refusal | None = None
        self.blanks: set[str] = set()

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
        turn, position = converter(self._encoding), self._start
        with self._path.open("rb", buffering=0) as source:
            source.seek(position)
            while position < self._end:
                piece = source.read(min(PIECE, self._end - position))
                position += len(piece)
                # NUL, tab and space are never part of a longer GBK, GB18030 or UTF-8 character
                if b"\0" in piece:
                    raise Refusal("nul_byte", "文件里有空字符（NUL），不是正常的文本文件")
                self._note_blanks(piece)
                self._write(turn.convert(piece, final=position >= self._end))
                self._advance(position, self._end)

    def _note_blanks(self, piece: bytes) -> None:
        for mark, blank in ((b"\t", "\t"), (b" ", " ")):
            if blank not in self.blanks and mark in piece:
                self.blanks.add(blank)

    def _write(self, text: bytes | memoryview) -> None:
        if "\u3000" not in self.blanks and "\u3000".encode() in (text if isinstance(text, bytes) else bytes(text)):
            self.blanks.add("\u3000")
        view = memoryview(text)
        while view:
            view = view[os.write(self._sink, view) :]

    def _wrong_encoding(self, error: BadBytes) -> Refusal:
        bad = self._start + error.position
        with self._path.open("rb") as source:
            row = 1 + sum(
                piece.count(b"\n") for piece in iter(lambda: source.read(min(PIECE, bad - source.tell())), b"")
            )
        return Refusal(
            "wrong_encoding",
            "文字编码不对，文件里有读不出的字节",
            (Problem(row=row, expected=self._encoding, found=f"字节 {error.found.hex(' ').upper()}"),),
        )

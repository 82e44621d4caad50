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
    """Writes bytes ``start`` to ``end`` of ``path`` as UTF-8 with ``\\n`` line ends to the pipe ``sink``.

    ``failure`` is set when the bytes are not strictly in ``encoding``, or hold NUL or a lone CR;
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
        turn, position, held = converter(self._encoding), self._start, b""
        with self._path.open("rb", buffering=0) as source:
            source.seek(position)
            while position < self._end:
                raw = source.read(min(PIECE, self._end - position))
                position += len(raw)
                piece = held + raw if held else raw
                # a CR at the border may belong to a CRLF
                held = b"\r" if piece.endswith(b"\r") and position < self._end else b""
                piece = self._one_line_end(piece[:-1] if held else piece)
                self._note_blanks(piece)
                self._write(turn.convert(piece, final=position >= self._end))
                self._advance(position, self._end)

    def _one_line_end(self, piece: bytes) -> bytes:
        # none of these bytes is ever part of a longer GBK, GB18030 or UTF-8 character
        if b"\0" in piece:
            raise Refusal("nul_byte", "文件里有空字符（NUL），不是正常的文本文件")
        if b"\r" not in piece:
            return piece
        piece = piece.replace(b"\r\n", b"\n")
        if b"\r" in piece:
            raise Refusal("stray_cr", "文件里有单独的回车符，行的划分不确定")
        return piece

    def _note_blanks(self, piece: bytes) -> None:
        for mark, blank in ((b"\t", "\t"), (b" ", " ")):
            if blank not in self.blanks and mark in piece:
                self.blanks.add(blank)

    def _write(self, text: bytes | memoryview) -> None:
        if "\u3000" not in self.blanks and "\u3000".encode() in (text if isinstance(text, bytes) else bytes(text)):
            self.blanks.add("\u3000")
        view = memoryview(text)
        while view:
            view = view[os.write(self._sink, view):]

    def _wrong_encoding(self, error: BadBytes) -> Refusal:
        with self._path.open("rb") as source:
            # CRs were taken out before converting, so count lines until the bad bytes are passed
            row, at = 1, 0
            for line in source:
                body = line.replace(b"\r\n", b"\n")
                at += len(body) if source.tell() > self._start else 0
                if at > error.position:
                    break
                row += 1
        return Refusal("wrong_encoding", "文字编码不对，文件里有读不出的字节",
                       (Problem(row=row, expected=self._encoding, found=f"字节 {error.found.hex(' ').upper()}"),))

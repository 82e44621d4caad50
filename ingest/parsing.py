"""One piece of a text file as a table of text: converted, its quotes looked at, parsed, and stripped. Runs in any thread."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from ingest.contract import FileShape
from ingest.findings import Problem, Refusal
from ingest.iconv import BadBytes, converter
from ingest.pieces import Piece, Rows, records
from ingest.staging import BLANKS

DICTIONARY = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Parser:
    """How the rows of one file are parsed; ``repeated`` names the columns with few distinct values."""

    rows: Rows
    file: FileShape
    names: tuple[str, ...]
    repeated: frozenset[str] = frozenset()

    def parse(self, piece: Piece) -> pa.Table:
        """The piece's records. Raises ``Refusal`` for bytes outside the encoding, stray quotes, a wrong number of cells."""
        text = self._converted(piece)
        if self.file.quote:
            self._check_quotes(piece)
        try:
            table = csv.read_csv(pa.py_buffer(text), *self._options(len(text)))
        except pa.ArrowInvalid as error:
            raise self._shape_refusal(piece, str(error)) from None
        return _stripped(table, blanks) if (blanks := _blanks(bytes(text))) else table

    def _converted(self, piece: Piece) -> bytes | memoryview:
        try:
            return converter(self.rows.encoding).convert(piece.content, final=True)
        except BadBytes as error:
            line = self.rows.line_of(piece.start + error.position)
            problem = Problem(line, expected=self.rows.encoding, found=f"字节 {error.found.hex(' ').upper()}")
            raise Refusal("wrong_encoding", "文字编码不对，文件里有读不出的字节", (problem,)) from None

    def _options(self, size: int) -> tuple[csv.ReadOptions, csv.ParseOptions, csv.ConvertOptions]:
        types = {name: DICTIONARY if name in self.repeated else pa.string() for name in self.names}
        return (
            csv.ReadOptions(column_names=self.names, block_size=size + 1, use_threads=False),
            csv.ParseOptions(
                delimiter=self.file.delimiter, quote_char=self.file.quote or False, newlines_in_values=True
            ),
            csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True, check_utf8=False),
        )

    def _check_quotes(self, piece: Piece) -> None:
        """Refuse what the parser forgives: a cell in quotes that goes on after its closing quote, or is never closed."""
        content = np.frombuffer(piece.content, dtype=np.uint8)
        quotes = np.flatnonzero(content == ord(self.file.quote))
        if not quotes.size or self._alternate(content, quotes):
            return
        # a quote inside a cell that does not begin with one is a character like others: only this slow way can tell
        text = piece.content if piece.content.endswith(b"\n") else piece.content + b"\n"
        found = records(self.file.delimiter, self.file.quote).match(text)
        good = found.end() if found else 0
        if good < len(text):
            raise Refusal(
                "bad_quotes", "引号没有成对，或引号前后有多余的字", (Problem(self.rows.line_of(piece.start + good)),)
            )

    def _alternate(self, content: np.ndarray, quotes: np.ndarray) -> bool:
        """Whether quotes by turns open a cell (or follow a quote) and close one (or precede a quote)."""
        if quotes.size % 2:
            return False
        edge = np.zeros(256, dtype=bool)
        edge[[10, ord(self.file.delimiter), ord(self.file.quote)]] = True
        before = edge[content[quotes[0::2] - 1]]
        before[0] |= quotes[0] == 0
        edge[13] = True
        after = edge[content[np.minimum(quotes[1::2] + 1, content.size - 1)]]
        return bool(before.all() and after.all())

    def _shape_refusal(self, piece: Piece, message: str) -> Refusal:
        # the message goes on with the line itself, names and identity numbers included
        found = re.search(r"Row #(\d+): Expected (\d+) columns, got (\d+)", message)
        if found is None:
            return Refusal("unreadable_text", "文件不能按约定的格式读出", (Problem(self.rows.line_of(piece.start)),))
        row = self.rows.line_of(piece.start) + int(found[1]) - 1
        problem = Problem(row, expected=f"{found[2]} 列", found=f"{found[3]} 列")
        return Refusal("wrong_column_count", "有的行列数不对", (problem,))


def _blanks(text: bytes) -> str:
    """Which of ``BLANKS`` occur in UTF-8 text; one byte is found much faster than three."""
    marks = {blank: blank.encode() for blank in BLANKS}
    return "".join(blank for blank, mark in marks.items() if mark[:1] in text and mark in text)


def _stripped(table: pa.Table, blanks: str) -> pa.Table:
    """The table without outer blanks; NULL where nothing is left."""
    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        plain = column.type == pa.string()
        if not plain and all(_is_bare(chunk.dictionary, blanks) for chunk in column.chunks):
            continue
        text = column if plain else column.cast(pa.string())
        if not _is_bare(text, blanks):
            trimmed = pc.utf8_trim(text, characters=blanks)
            kept = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
            table = table.set_column(place, name, kept if plain else kept.dictionary_encode())
    return table


def _is_bare(text: pa.Array | pa.ChunkedArray, blanks: str) -> bool:
    return not any(
        pc.any(edge(text, pattern=blank)).as_py() for blank in blanks for edge in (pc.starts_with, pc.ends_with)
    )

"""Text in pieces: the same rows whatever the pieces, and what is accepted is what Python's strict csv accepts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ingest_deliveries import tax_file, tax_row
from ingest_house import House

from ingest.contract import FileShape
from ingest.findings import Refusal
from ingest.iconv import BadBytes, LibraryConverter, PythonConverter
from ingest.parsing import Parser
from ingest.pieces import Rows, pieces

FIELD = st.text(alphabet='甲乙ab,"\n\r 　', max_size=6)
SHAPE = FileShape(kind="delimited", extension="csv", encoding="UTF-8", delimiter=",", quote='"')


def parsed(path: Path, content: bytes, size: int, names: tuple[str, ...] = ("a", "b")) -> list[tuple[str | None, ...]]:
    """The rows of ``content`` behind a header, read in pieces of ``size`` bytes."""
    path.write_bytes(b"header\r\n" + content)
    rows = Rows(path, "UTF-8", 8, 8 + len(content))
    parser = Parser(rows, SHAPE, names)
    tables = [parser.parse(piece) for piece in pieces(rows, SHAPE, 1_000_000, size)]
    return [tuple(row.values()) for table in tables for row in pa.Table.to_pylist(table)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(FIELD, min_size=2, max_size=2), min_size=1, max_size=8),
    st.integers(1, 40),
)
def test_rows_are_those_of_the_csv_module(tmp_path_factory, records: list[list[str]], size: int) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(records)
    found = parsed(tmp_path_factory.mktemp("r") / "file", buffer.getvalue().encode(), size)
    assert found == [tuple(cell.strip(" \t　") or None for cell in record) for record in records]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='a,"\n', min_size=1, max_size=14), st.just(100))
@example('"a"b,c\n', 4)
@example('a"b",c\n', 16)
@example('"a""b",c\n', 3)
@example('a,b\n"c', 16)
@example('a,"\n"\n', 2)
def test_what_is_accepted_is_what_a_strict_reader_accepts(tmp_path_factory, text: str, size: int) -> None:
    path = tmp_path_factory.mktemp("s") / "file"
    try:
        ours = parsed(path, text.encode(), size)
    except Refusal:
        ours = None
    try:
        theirs = [
            tuple(cell or None for cell in row) for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row
        ]
    except csv.Error:
        theirs = None
    if theirs is not None and any(len(row) != 2 for row in theirs):
        theirs = None
    assert ours == theirs


@pytest.mark.parametrize(
    ("content", "line"), [(b'a,b\r\n"c"d,e\r\n', 3), (b'a,b\r\nc,d\r\ne,"f\r\n', 4), (b'"a,b\r\n', 2)]
)
def test_the_line_of_a_stray_quote_is_named(tmp_path: Path, content: bytes, line: int) -> None:
    with pytest.raises(Refusal) as caught:
        parsed(tmp_path / "file", content, 1 << 20)
    assert (caught.value.code, caught.value.problems[0].row) == ("bad_quotes", line)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x,y\n" + b"x" * 500 + b"\n")
    with pytest.raises(Refusal, match="line_too_long") as caught:
        list(pieces(Rows(path, "UTF-8", 0, 505), replace(SHAPE, quote=""), 100, 50))
    assert caught.value.problems[0].row == 3


def test_a_quote_that_never_ends_costs_no_more_than_the_longest_line(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b'a,"b\n' + b"c,d\n" * 100_000)
    with pytest.raises(Refusal, match="line_too_long") as caught:
        list(pieces(Rows(path, "UTF-8", 0, path.stat().st_size), SHAPE, 10_000, 4_000))
    assert caught.value.problems[0].row == 2


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.integers(1, 9))
def test_conversion_in_pieces_is_pythons(text: str, size: int) -> None:
    try:
        content = text.encode("gb18030")
    except UnicodeEncodeError:
        return  # lone surrogates are no text
    for kind in (LibraryConverter, PythonConverter):
        turn = kind("GB18030")
        out = b"".join(
            bytes(turn.convert(content[i : i + size], i + size >= len(content))) for i in range(0, len(content), size)
        )
        assert out.decode() == content.decode("gb18030")


@pytest.mark.parametrize("kind", [LibraryConverter, PythonConverter])
@pytest.mark.parametrize("bad", [b"\xb2\xff", b"\xb2", b"\x81\x30\x81"])
def test_bad_bytes_are_placed(kind: type[LibraryConverter] | type[PythonConverter], bad: bytes) -> None:
    turn = kind("GB18030")
    turn.convert("甲乙".encode("gb18030"))
    with pytest.raises(BadBytes) as caught:
        turn.convert(b"ab" + bad, final=True)
    assert caught.value.position == 6


def test_blank_lines_are_no_records(house: House) -> None:
    content = tax_file([tax_row(1), tax_row(2)]).replace(b"\r\n4650", b"\r\n\r\n4650")
    assert house.tax(content).rows == 2
    assert house.text("tax_collection", "source_row") == [(2,), (3,)]


def test_rows_stand_in_the_order_of_the_file_with_their_numbers(house: House) -> None:
    rows = [tax_row(i) for i in range(9000)]
    assert house.tax(tax_file(rows)).rows == 9000
    landed = house.text("tax_collection", "source_row, ticket_no")
    assert [row[0] for row in landed] == list(range(2, 9002))
    assert [row[1] for row in landed] == [row["电子税票号码"].strip() for row in rows]


def test_blanks_far_from_the_start_are_stripped_too(house: House) -> None:
    rows = [tax_row(i) for i in range(4000)]
    rows[-1] |= {"缴费人名称": " 末尾　", "品目名称": "\t"}
    assert house.tax(tax_file(rows)).status == "accepted"
    assert house.text("tax_collection", "payer_name, levy_subitem_name")[-1] == ("末尾", None)

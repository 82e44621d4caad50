"""Record numbers and conversion in pieces: the same whatever the pieces, and true to Python's own codec and csv."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_deliveries import tax_file, tax_row
from ingest_house import House

from ingest.findings import Refusal
from ingest.iconv import BadBytes, LibraryConverter, PythonConverter
from ingest.numbering import RecordNumbers

FIELD = st.text(alphabet='甲乙ab,"\n\r 　', max_size=6)


def numbered(content: bytes, size: int, careful: bool) -> tuple[bytes, int]:
    numbers = RecordNumbers(",", '"', 2, careful, 1_000_000)
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    return b"".join(numbers.add(p, i == len(pieces) - 1) for i, p in enumerate(pieces)), numbers.given


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(FIELD, min_size=2, max_size=2).filter(lambda r: r[0].strip() != ""), min_size=1, max_size=8),
    st.integers(1, 40),
)
def test_careful_numbers_are_those_of_the_csv_module(records: list[list[str]], size: int) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(records)
    text, given_out = numbered(buffer.getvalue().encode(), size, careful=True)
    rows = list(csv.reader(io.StringIO(text.decode(), newline="")))
    assert [int(r[0]) for r in rows] == list(range(2, len(records) + 2))
    assert [r[1:] for r in rows] == records and given_out == len(records)


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_fast_numbers(size: int) -> None:
    content = b"".join(b"a,%d\r\n" % i for i in range(2500))
    text, given_out = numbered(content, size, careful=False)
    assert text.splitlines()[997:1000] == [b"0999,a,997", b"1000,a,998", b"1001,a,999"] and given_out == 2500


def test_a_line_without_end_is_refused() -> None:
    numbers = RecordNumbers(",", '"', 2, careful=False, line_bytes=100)
    with pytest.raises(Refusal, match="line_too_long"):
        numbers.add(b"x" * 101, final=False)


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


def test_blanks_far_from_the_start_are_stripped_too(house: House) -> None:
    rows = [tax_row(i) for i in range(4000)]
    rows[-1] |= {"缴费人名称": " 末尾　", "品目名称": "\t"}
    assert house.tax(tax_file(rows)).status == "accepted"
    assert house.text("tax_collection", "payer_name, levy_subitem_name")[-1] == ("末尾", None)

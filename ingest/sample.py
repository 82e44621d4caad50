"""Looks at a sample of an unknown delivery: encoding, delimiter, header, control row, likely types."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest.checks import DATE_FORMS, PATTERNS
from ingest.findings import Refusal
from ingest.trailer import NUMBER, normal_marker
from ingest.workbook import read_texts

LOOKED_AT = 1000
"""Rows from which types are guessed."""


@dataclass(frozen=True)
class GuessedColumn:
    """A header and what its values look like."""

    header: str
    type: str
    formats: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Sample:
    """What a sample shows. ``trailer`` is its marker, ``sums`` are the headers with a sum in the control row."""

    kind: str
    extension: str
    encoding: str
    delimiter: str
    header_rows: int
    columns: list[GuessedColumn]
    rows: int
    trailer: str | None
    layout: str
    sums: list[str]
    unit: str | None


def look_at(path: Path) -> Sample:
    """Study a ``.csv``, ``.txt`` or ``.xlsx`` sample. Raises ``Refusal`` when nothing like a table is found."""
    if path.suffix.lower() in {".xlsx", ".xls"}:
        rows, encoding, delimiter, kind = next(iter(read_texts(path).values())), "", "", "workbook"
    else:
        rows, encoding, delimiter = _read_text(path.read_bytes())
        kind = "delimited"
    at, height = _header(rows) if kind == "workbook" else (0, 1)
    labels = _labels(rows, at, height)
    body = [r for r in rows[at + height :] if any(r)]
    last = next((r for r in reversed(body) if "合计" in normal_marker(r[0])), None)
    if last is not None:
        body = body[: body.index(last)]
    columns = [_column(label, [r[i] if i < len(r) else "" for r in body[:LOOKED_AT]]) for i, label in enumerate(labels)]
    compact = last is not None and sum(map(bool, last)) == len(last) < len(labels)
    unit = next((m[1] for r in rows[:at] for x in r if (m := re.search(r"单位[:：](元|万元)", x))), None)
    return Sample(
        kind,
        path.suffix.lower().lstrip("."),
        encoding,
        delimiter,
        height,
        columns,
        len(body),
        normal_marker(last[0]) if last else None,
        "compact" if compact else "aligned",
        _sums(last, compact, labels, body),
        unit,
    )


def _read_text(content: bytes) -> tuple[list[list[str]], str, str]:
    for encoding in ("UTF-8-SIG", "GB18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        name = encoding if encoding == "GB18030" or content.startswith(b"\xef\xbb\xbf") else "UTF-8"
        first = text.split("\n", 1)[0]
        delimiter = max(",|;\t", key=first.count)
        quote = None if delimiter == "|" else '"'
        lines = csv.reader(io.StringIO(text), delimiter=delimiter, quotechar=quote, quoting=3 if quote is None else 0)
        rows = [[c.strip(" \t\u3000\r") for c in r] for r in lines if r]
        if rows:
            return rows, name, delimiter
    raise Refusal("unreadable_text", "看不出这个样本的文字编码，或文件是空的")


def _header(rows: list[list[str]]) -> tuple[int, int]:
    """0-based row of the header and its height: the first row with three texts or more."""
    for at, row in enumerate(rows[:30]):
        texts = [x for x in row if x and not NUMBER.fullmatch(x)]
        if len(texts) >= 3 and len(texts) == sum(map(bool, row)):
            below = rows[at + 1] if at + 1 < len(rows) else []
            merged = bool(below) and not below[0] and any(below) and not any(NUMBER.fullmatch(x) for x in below)
            return at, 2 if merged else 1
    raise Refusal("no_header", "样本里找不到表头")


def _labels(rows: list[list[str]], at: int, height: int) -> list[str]:
    labels, above = [], ""
    for i, upper in enumerate(rows[at]):
        lower = rows[at + 1][i] if height == 2 and i < len(rows[at + 1]) else ""
        above = upper or (above if lower else "")
        labels.append(f"{above}/{lower}" if lower and above else above or lower)
    while labels and not labels[-1]:
        labels.pop()
    return labels


def _column(label: str, values: list[str]) -> GuessedColumn:
    filled = [v for v in values if v]
    kind, formats = _type(label, filled)
    return GuessedColumn(label, kind, formats, bool(values) and len(filled) == len(values))


def _type(label: str, values: list[str]) -> tuple[str, tuple[str, ...]]:
    if not values:
        return "text", ()
    formats = tuple(f for f, (form, _) in DATE_FORMS.items() if any(re.fullmatch(form, v) for v in values))
    if formats and all(any(re.fullmatch(DATE_FORMS[f][0], v) for f in formats) for v in values):
        return "date", formats
    if re.search(r"[号码编]|代码|账户", label):
        return "text", ()  # an identifier, whatever it looks like
    return _number_type(label, values), ()


def _number_type(label: str, values: list[str]) -> str:
    def all_are(kind: str) -> bool:
        return all(re.fullmatch(PATTERNS[kind], v) for v in values)

    if all_are("month") and re.search(r"[期月]", label):
        return "month"
    if all_are("money") and (any("." in v for v in values) or re.search(r"额|余|款", label)):
        return "money"
    return next((kind for kind in ("integer", "decimal") if all_are(kind)), "text")


def _sums(last: list[str] | None, compact: bool, labels: list[str], body: list[list[str]]) -> list[str]:
    if last is None:
        return []
    if not compact:
        return [label for i, label in enumerate(labels) if 2 <= i < len(last) and NUMBER.fullmatch(last[i])]
    totals = [Decimal(x.replace(",", "")) for x in last[2:] if NUMBER.fullmatch(x)]
    found = []
    for total in totals:
        for i, label in enumerate(labels):
            values = [r[i] for r in body if i < len(r) and r[i]]
            if (
                values
                and all(NUMBER.fullmatch(v) for v in values)
                and sum(Decimal(v.replace(",", "")) for v in values) == total
            ):
                found.append(label)
                break
    return found

"""Delimited text files: header and control row from both ends; the rows between them go to ``reading``."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.contract import SourceContract
from ingest.findings import Problem, Refusal
from ingest.header import map_header, matches
from ingest.job import Job
from ingest.limits import Limits
from ingest.pieces import Advance, Rows
from ingest.reading import Reading
from ingest.staging import Staged
from ingest.trailer import is_trailer, read_trailer

TAIL = 64 * 1024
BOM = b"\xef\xbb\xbf"
BOM_GB18030 = b"\x84\x31\x95\x33"


def stage_delimited(job: Job, advance: Advance) -> Staged:
    """Read the file into a Parquet file of its rows.

    Raises ``Refusal`` for a wrong encoding, header, control row or shape.
    """
    contract, path = job.contract, job.content
    head, start = _first_line(path, contract, job.limits)
    columns = map_header(_cells(head, contract), contract, job.name.period, row=1)
    last, end = _last_line(path, contract, start)
    reported = None
    if contract.trailer is not None:
        marker = contract.trailer.marker
        if not last or not is_trailer(_cells(last, contract)[0], contract):
            raise Refusal(
                "no_trailer",
                f"最后一行不是“{marker}”行，文件可能没有传完",
                (Problem(expected=f"最后一行以“{marker}”开头", found=_shown(last, contract)),),
            )
        reported = read_trailer(_cells(last, contract), columns, contract, None)
    rows = Rows(path, contract.file.encoding, start, max(start, end))
    return Staged(Reading(job, columns, rows, advance).write(), reported)


def _first_line(path: Path, contract: SourceContract, limits: Limits) -> tuple[str, int]:
    with path.open("rb") as source:
        raw = source.readline(limits.line_bytes)
    if not raw.strip():
        raise Refusal("empty_file", "文件是空的" if not raw else "第一行是空的，应为表头")
    encoding = contract.file.encoding.upper()
    bom = BOM if encoding.startswith("UTF-8") else BOM_GB18030
    body = raw.removeprefix(bom)
    if b"\0" in body and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("nul_byte", "文件里有空字符（NUL），不是正常的文本文件", (Problem(1),))
    try:
        text = body.decode("utf-8" if encoding.startswith("UTF-8") else encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        text = ""
    if not text or matches(_cells(text, contract), contract, "999912") == 0:
        _refuse_encoding(raw, contract)
    return text, len(raw)


def _refuse_encoding(raw: bytes, contract: SourceContract) -> None:
    for name, label in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030 或 GBK"), ("utf-16", "UTF-16"), ("big5", "BIG5")):
        try:
            text = raw.decode(name, errors="ignore").rstrip("\r\n")
        except UnicodeDecodeError:
            continue
        if matches(_cells(text, contract), contract, "999912") > 1:
            raise Refusal(
                "wrong_encoding", "文字编码不对", (Problem(1, expected=contract.file.encoding, found=f"像是 {label}"),)
            )
    try:
        raw.removeprefix(BOM).decode(contract.file.encoding)
    except UnicodeDecodeError as error:
        raise Refusal(
            "wrong_encoding",
            "文字编码不对，表头读不出来",
            (Problem(1, expected=contract.file.encoding, found=f"第 {error.start + 1} 字节读不出"),),
        ) from error


def _last_line(path: Path, contract: SourceContract, start: int) -> tuple[str, int]:
    """The last line that is not blank, and the byte where the rows end (all of it without a control row)."""
    size = path.stat().st_size
    with path.open("rb") as source:
        source.seek(max(start, size - TAIL))
        begin = source.tell()
        tail = source.read()
    stripped = tail.rstrip(b"\r\n\t \x1a")  # 0x1A: end of file as DOS programs write it
    cut = stripped.rfind(b"\n") + 1
    if contract.trailer is None:
        return "", begin + len(stripped)
    if cut == 0 and begin > start:
        return "", size
    try:
        codec = "utf-8" if contract.file.encoding.startswith("UTF-8") else contract.file.encoding
        return stripped[cut:].decode(codec), begin + cut
    except UnicodeDecodeError:
        return "", size


def _cells(line: str, contract: SourceContract) -> list[str]:
    if not contract.file.quote:
        return line.split(contract.file.delimiter)
    try:
        return next(csv.reader([line], delimiter=contract.file.delimiter, quotechar=contract.file.quote), [""])
    except csv.Error:  # control characters: not a line of this file's kind
        return [line]


def _shown(line: str, contract: SourceContract) -> str:
    """What may be said of a last line that is a row: personal data stays out."""
    return "（读不出）" if not line else "（是一行明细）" if contract.personal else line[:60]

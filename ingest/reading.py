"""Rows of a delimited file through DuckDB's reader into Parquet, in parallel and in one go."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

import csv
import fcntl
import os
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.contract import Column
from ingest.findings import Problem, Refusal
from ingest.job import Job
from ingest.numbering import RecordNumbers
from ingest.staging import BLANKS, PARQUET, edge_blank, literal, select_rows, typed_columns
from ingest.transcode import Advance, Rows, Transcoder

PIPE = 1024 * 1024
LOOKED_AT = 256 * 1024
"""Bytes from which columns with outer blanks are told; the rest of the file is checked afterwards."""


@dataclass(frozen=True)
class Reading:
    """Everything that reading one file needs."""

    connection: duckdb.DuckDBPyConnection
    job: Job
    columns: list[Column]
    rows: Rows
    advance: Advance

    def write(self) -> Path:
        """Write ``rows.parquet``. Raises ``Refusal`` for bad bytes or a wrong shape."""
        # stripping every column costs as much as all checks, so only those that seem to need it are stripped
        strip = self._blank_columns() | {c.name for c in self.job.contract.personal}
        path = self.job.scratch / "rows.parquet"
        feeder = self._attempt(path, strip, careful=False) or self._attempt(path, strip, careful=True)
        rest = [c.name for c in self.columns if c.name not in strip]
        if feeder is not None and feeder.blanks and rest and self._has_blanks(path, rest, feeder.blanks):
            again = self.job.scratch / "stripped.parquet"
            names = {c.name for c in self.columns}
            source = f"read_parquet({literal(str(path))})"
            select = select_rows(self.job, self.columns, names, source)
            self.connection.execute(f"COPY ({select}) TO {literal(str(again))} {PARQUET}")
            return again
        return path

    def _attempt(self, path: Path, strip: set[str], *, careful: bool) -> Transcoder | None:
        """Read all rows; ``None`` when the fast way met something that only the careful way can judge."""
        source, sink = os.pipe()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, PIPE)  # fewer changes between the two ends
        file = self.job.contract.file
        numbers = RecordNumbers(file.delimiter, file.quote, 2, careful, self.job.limits.line_bytes)
        feeder = Transcoder(self.rows, numbers, sink, self.advance)
        feeder.start()
        failure, count = "", 0
        try:
            count = self._copy(source, path, strip)
        except duckdb.Error as error:
            failure = str(error)
        finally:
            os.close(source)  # a feeder that still writes stops here
            feeder.join()
        if feeder.failure is not None:
            raise feeder.failure
        if not failure and count == numbers.given:
            return feeder
        if not careful:
            return None
        raise _shape_refusal(failure, len(self.columns))

    def _copy(self, source: int, path: Path, strip: set[str]) -> int:
        # new_line stays unset: this engine reads nothing, and says nothing, when it is set to CRLF
        file = self.job.contract.file
        reader = (
            f"read_csv('/dev/fd/{source}', auto_detect=false, header=false, columns={typed_columns(self.columns)}, "
            f"delim={literal(file.delimiter)}, quote={literal(file.quote)}, escape={literal(file.quote)}, nullstr='', "
            "strict_mode=true, null_padding=false, ignore_errors=false)"
        )
        if self.rows.start >= self.rows.end:
            names = ", ".join(f"CAST(NULL AS VARCHAR) AS {literal(c.name)}" for c in self.columns)
            reader = f"(SELECT CAST(NULL AS BIGINT) AS source_row, {names} LIMIT 0)"
        select = select_rows(self.job, self.columns, strip, reader)
        row = self.connection.execute(f"COPY ({select}) TO {literal(str(path))} {PARQUET}").fetchone()
        return int(row[0]) if row else 0

    def _blank_columns(self) -> set[str]:
        with self.rows.path.open("rb") as source:
            source.seek(self.rows.start)
            raw = source.read(min(LOOKED_AT, self.rows.end - self.rows.start))
        file = self.job.contract.file
        lines = raw.decode(file.encoding, errors="ignore").splitlines()
        records = (
            csv.reader(lines, delimiter=file.delimiter) if file.quote else (x.split(file.delimiter) for x in lines)
        )
        found: set[str] = set()
        try:
            for record in records:
                found |= {c.name for c, x in zip(self.columns, record, strict=False) if x != x.strip(BLANKS)}
        except csv.Error:
            return found  # the parser will say what is wrong
        return found

    def _has_blanks(self, path: Path, names: list[str], blanks: set[str]) -> bool:
        missed = " OR ".join(edge_blank(n, blanks) for n in names)
        row = self.connection.execute(
            f"SELECT count(*) FILTER (WHERE {missed}) FROM read_parquet({literal(str(path))})"
        ).fetchone()
        return bool(row and row[0])


def _shape_refusal(message: str, expected: int) -> Refusal:
    line = re.search(r"Line: (\d+)", message)
    row = int(line[1]) + 1 if line else None
    found = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if found:
        return Refusal(
            "wrong_column_count",
            "有的行列数不对",
            (Problem(row, expected=f"{expected} 列", found=f"{int(found[2]) - 1} 列"),),
        )
    if "line size" in message.lower():
        return Refusal("line_too_long", "有的行太长，引号可能没有成对", (Problem(row),))
    if "quote" in message.lower() or "state machine" in message.lower():
        return Refusal("bad_quotes", "引号没有成对，或引号前后有多余的字", (Problem(row),))
    if "out of memory" in message.lower():
        raise MemoryError(message.splitlines()[0])
    return Refusal("unreadable_text", "文件不能按约定的格式读出", (Problem(row),))

"""Rows of a delimited file as Parquet, in the order of the file: pieces are parsed on all cores and written one after the other."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from ingest.contract import Column
from ingest.findings import Refusal
from ingest.job import Job
from ingest.parsing import DICTIONARY, Parser
from ingest.pieces import Advance, Piece, Rows, pieces

ROW_GROUP = 120_000
"""Written as one page: DuckDB evaluates a check once for each value of a dictionary only while it stays in a page."""
AHEAD = 16
"""Pieces that wait beside those in work: enough for all cores while a row group is written."""


@dataclass(frozen=True)
class Reading:
    """Everything that reading one file needs."""

    job: Job
    columns: list[Column]
    rows: Rows
    advance: Advance

    def write(self) -> Path:
        """Write ``rows.parquet``. Raises ``Refusal`` for bad bytes or a wrong shape, of the first place in the file."""
        path = self.job.scratch / "rows.parquet"
        groups = self._groups()
        first = next(groups)
        repeated = [field.name for field in first.schema if field.type == DICTIONARY]
        with parquet.ParquetWriter(
            path, first.schema, compression="zstd", compression_level=1, use_dictionary=repeated,
            write_statistics=["source_row"], store_schema=False, max_rows_per_page=2 * ROW_GROUP,
        ) as writer:  # fmt: skip
            for group in chain([first], groups):
                writer.write_table(group, row_group_size=len(group) or 1)
        return path

    def _groups(self) -> Iterator[pa.Table]:
        """Tables of about ``ROW_GROUP`` rows in the landed columns; one without rows for a file without rows."""
        number, held = 2, list[pa.Table]()  # the header is row 1
        for table in self._tables():
            held.append(table)
            if sum(map(len, held)) >= ROW_GROUP:
                yield self._landed(held, number)
                number += sum(map(len, held))
                held = []
        if held or number == 2:
            empty = pa.table({column.name: pa.array([], pa.string()) for column in self.columns})
            yield self._landed(held or [empty], number)

    def _tables(self) -> Iterator[pa.Table]:
        """One table for each piece, in the order of the file."""
        limits, refusal = self.job.limits, None
        names = tuple(column.name for column in self.columns)
        parser = Parser(self.rows, self.job.contract.file, names)
        source = pieces(self.rows, parser.file, limits.line_bytes)
        workers = limits.threads or os.cpu_count() or 1
        waiting: deque[tuple[Piece, Future[pa.Table]]] = deque()
        with ThreadPoolExecutor(workers) as pool:
            while True:
                try:
                    piece = next(source, None)
                except Refusal as later:  # what stands before it in the file is said first
                    piece, refusal = None, later
                if piece is None:
                    break
                if piece.start == self.rows.start:
                    table = parser.parse(piece)
                    parser = replace(parser, repeated=_repeated(table))
                    self._advance_past(piece)
                    yield _encoded(table, parser.repeated)
                    continue
                waiting.append((piece, pool.submit(parser.parse, piece)))
                if len(waiting) > workers + AHEAD:
                    yield self._taken(waiting)
            while waiting:
                yield self._taken(waiting)
        if refusal is not None:
            raise refusal

    def _taken(self, waiting: deque[tuple[Piece, Future[pa.Table]]]) -> pa.Table:
        piece, parsed = waiting.popleft()
        self._advance_past(piece)
        return parsed.result()

    def _advance_past(self, piece: Piece) -> None:
        self.advance(piece.start + len(piece.content), self.rows.end)

    def _landed(self, tables: list[pa.Table], number: int) -> pa.Table:
        """The rows with their file and their numbers; columns that the file does not have are NULL."""
        table = pa.concat_tables(tables).unify_dictionaries()
        count = len(table)
        file = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([self.job.source_file_id]))
        landed = {"source_file_id": file, "source_row": pa.array(np.arange(number, number + count))}
        for column in self.job.contract.columns:
            absent = column.name not in table.column_names
            landed[column.name] = pa.nulls(count, pa.string()) if absent else table.column(column.name)
        return pa.table(landed)


def _repeated(table: pa.Table) -> frozenset[str]:
    """Columns of few values: as dictionaries they are parsed, written and checked at a fraction of the cost."""
    return frozenset(
        name
        for name, column in zip(table.column_names, table.columns, strict=True)
        if pc.count_distinct(column).as_py() * 20 < len(column)
    )


def _encoded(table: pa.Table, names: frozenset[str]) -> pa.Table:
    """The same table with the columns ``names`` as dictionaries, as the parser makes them in later pieces."""
    for place, name in enumerate(table.column_names):
        if name in names:
            table = table.set_column(place, name, table.column(name).dictionary_encode())
    return table

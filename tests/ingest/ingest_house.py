"""A landing zone in a temporary home, and the questions tests ask of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.intake import Intake, take_in
from ingest.landing import Landing, write_index
from ingest.limits import Limits
from ingest.receipt import Receipt

KEY = b"a key for tests only, 32 bytes.."


@dataclass
class House:
    """An inbox and a landing zone."""

    home: Path
    limits: Limits

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def landing(self) -> Landing:
        return Landing(self.home / "landing", self.home / "quarantine", self.home / "vault", KEY, self.limits)

    def put(self, party: str, name: str, content: bytes) -> Path:
        path = self.inbox / party / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def take(self, **options: Any) -> Intake:
        return take_in(self.inbox, self.landing, **options)

    def one(self, **options: Any) -> Receipt:
        receipts = self.take(**options).receipts
        assert len(receipts) == 1, receipts
        return receipts[0]

    def tax(self, content: bytes, name: str = "tax_collection_650000_202101.csv") -> Receipt:
        self.put("tax", name, content)
        return self.one()

    def text(self, dataset: str, columns: str = "*") -> list[tuple[Any, ...]]:
        return self.sql(
            f"SELECT {columns} FROM read_parquet('{self.home}/landing/text/{dataset}/*/*/*.parquet', "
            "hive_partitioning=false) ORDER BY source_file_id, source_row"
        )

    def findings(self, dataset: str) -> list[tuple[Any, ...]]:
        return self.sql(
            "SELECT source_row, column_name, value, code, severity FROM "
            f"'{self.home}/landing/findings/{dataset}/*.parquet' ORDER BY ALL"
        )

    def index(self) -> list[tuple[Any, ...]]:
        write_index(self.landing)
        return self.sql(f"SELECT * EXCLUDE (received_at) FROM '{self.home}/landing/index/source_file.parquet'")

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(query).fetchall()

    def report(self, receipt: Receipt) -> dict[str, Any]:
        assert receipt.report is not None
        facts: dict[str, Any] = json.loads(Path(receipt.report).with_suffix(".json").read_text(encoding="utf-8"))
        return facts

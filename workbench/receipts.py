"""What was delivered, as the landing zone says now: newer than the published warehouse, and with what was refused."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.contract import SourceContract, load_contracts
from ingest.naming import FileName
from ingest.quarantine import folder_for
from ingest.receipt import ACCEPTED, Receipt, read_receipt
from warehouse.settings import Settings


@cache
def contracts() -> dict[str, SourceContract]:
    """The shipped contracts by dataset."""
    return load_contracts()


@dataclass(frozen=True)
class Delivered:
    """A receipt with what follows from all receipts.

    Attributes:
        state: ``accepted`` (current), ``superseded`` by a later version, or ``refused``.
    """

    receipt: Receipt
    state: str

    @property
    def title(self) -> str:
        """What kind of data it is, in Chinese."""
        contract = contracts().get(self.receipt.dataset or "")
        return contract.title if contract else "—"

    @property
    def slot(self) -> tuple[str | None, str | None, str | None]:
        """Dataset, region and period."""
        return (self.receipt.dataset, self.receipt.region_code, self.receipt.period)


class Receipts:
    """All receipts of a home, each read once and again only when its file changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.landing_path / "receipts"
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, Receipt]] = {}
        contracts()  # read and checked now, not while the first person waits

    def visible(self, regions: frozenset[str] | None) -> list[Delivered]:
        """Deliveries of these regions (None: all), newest first. What has no region is for those who see all."""
        found = self._read()
        newest: dict[tuple[str | None, str | None, str | None], int] = {}
        for receipt in found:
            if receipt.status == ACCEPTED:
                slot = (receipt.dataset, receipt.region_code, receipt.period)
                newest[slot] = max(newest.get(slot, 0), receipt.version or 1)
        seen = [
            Delivered(receipt, _state(receipt, newest))
            for receipt in found
            if regions is None or receipt.region_code in regions
        ]
        return sorted(seen, key=lambda each: (each.receipt.received_at, each.receipt.source_file_id), reverse=True)

    def find(self, source_file_id: str, regions: frozenset[str] | None) -> Delivered | None:
        """One delivery by its id; None when there is none or it is of another region."""
        return next((e for e in self.visible(regions) if e.receipt.source_file_id == source_file_id), None)

    def text_path(self, delivered: Delivered) -> Path | None:
        """All-text Parquet of an accepted delivery. No personal columns are in it."""
        receipt = delivered.receipt
        if receipt.status != ACCEPTED or not (receipt.dataset and receipt.region_code and receipt.period):
            return None
        name = FileName(receipt.dataset, receipt.region_code, receipt.period, receipt.version or 1, "")
        path = self._settings.landing().text_path(name, receipt.source_file_id)
        return path if path.exists() else None

    def findings_path(self, delivered: Delivered) -> Path | None:
        """Rejected and doubtful rows of an accepted delivery."""
        receipt = delivered.receipt
        path = self._settings.landing().findings_path(receipt.dataset or "", receipt.source_file_id)
        return path if receipt.status == ACCEPTED and path.exists() else None

    def refusal(self, delivered: Delivered) -> dict[str, Any] | None:
        """The clerk's report as data; its HTML, which quotes the sender's file, is never sent to a browser."""
        receipt = delivered.receipt
        quarantine = self._settings.under("quarantine")
        path = folder_for(quarantine, receipt.party, receipt.source_file_id) / "report.json"
        if not path.resolve().is_relative_to(quarantine) or not path.exists():
            return None
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return report

    def _read(self) -> list[Receipt]:
        with self._lock:
            present = {path.name: path for path in self._folder.glob("*.json")} if self._folder.exists() else {}
            for name, path in present.items():
                changed = path.stat().st_mtime_ns
                if self._known.get(name, (None, None))[0] != changed:
                    self._known[name] = (changed, read_receipt(path))
            self._known = {name: known for name, known in self._known.items() if name in present}
            return [receipt for _, receipt in self._known.values()]


def _state(receipt: Receipt, newest: dict[tuple[str | None, str | None, str | None], int]) -> str:
    if receipt.status != ACCEPTED:
        return receipt.status
    slot = (receipt.dataset, receipt.region_code, receipt.period)
    return "accepted" if (receipt.version or 1) == newest[slot] else "superseded"

"""What the inbox watch calls: is there news for a party? It only looks; the ingest DAG files."""

import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from ingest.archive import parcels
from ingest.findings import Refusal
from ingest.limits import Limits
from ingest.naming import is_temporary
from ingest.receipt import Receipt, read_receipt
from warehouse.airflow_announced import unconsidered
from warehouse.settings import Settings

PARTIES = ("tax", "social_security", "finance")
SETTLE_SECONDS = 15  # a file that changed more recently may still be arriving


def scan_inbox() -> list[dict[str, str]]:
    """Find files without a receipt and filed deliveries that no run has considered; one wake-up per party.

    Returns:
        DAG id and a run id made of the news, so that the same news wakes a party once, however often it is seen.
    """
    settings = Settings()
    calls = []
    for party in PARTIES:
        news = _unknown_files(settings, party) + unconsidered(settings, party)
        if news:
            digest = hashlib.sha256("\n".join(news).encode()).hexdigest()[:16]
            calls.append({"trigger_dag_id": f"ingest_{party}", "trigger_run_id": f"inbox__{digest}"})
    return calls


def _unknown_files(settings: Settings, party: str) -> list[str]:
    folder, received, limits = settings.inbox_path / party, _received(settings), settings.limits
    news = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if is_temporary(path.name) or not path.is_file():
            continue
        status = path.stat()
        settled = time.time() - status.st_mtime > SETTLE_SECONDS
        if settled and _is_news(path, status, received, limits):
            news.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return news


def _is_news(path: Path, status: os.stat_result, received: dict[str, list[Receipt]], limits: Limits) -> bool:
    """Whether some data file in ``path`` (itself, gzipped, in a zip) has no receipt since it was last changed.

    Cheap on purpose: name, time and (unless packed) size; the intake itself compares the bytes.
    """
    try:
        inside = parcels(path, limits)
    except Refusal:
        return True  # the intake will refuse it
    plain = path.suffix not in (".gz", ".zip")
    return not all(
        any(
            _moment(receipt) >= status.st_mtime and (not plain or receipt.bytes == status.st_size)
            for receipt in received.get(parcel.name, [])
        )
        for parcel in inside
    )


def _moment(receipt: Receipt) -> float:
    # Receipts are written in whole seconds of UTC; up to one second is lost.
    return datetime.fromisoformat(receipt.received_at).replace(tzinfo=UTC).timestamp() + 1


def _received(settings: Settings) -> dict[str, list[Receipt]]:
    """File name → receipts, refused ones too."""
    receipts: dict[str, list[Receipt]] = {}
    for path in (settings.landing_path / "receipts").glob("*.json"):
        receipt = read_receipt(path)
        receipts.setdefault(receipt.file_name, []).append(receipt)
    return receipts

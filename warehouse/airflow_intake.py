"""What the tasks of the inbox and ingest DAGs call: look for news, file a party's deliveries, say what still waits."""

import hashlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.archive import parcels
from ingest.contract import load_contracts
from ingest.findings import Refusal
from ingest.intake import take_in
from ingest.limits import Limits
from ingest.naming import is_temporary
from ingest.receipt import REFUSED, Receipt, read_receipt
from warehouse.airflow_month import month_file, month_of
from warehouse.scope import MonthState, month_states
from warehouse.settings import Settings

PARTIES = ("tax", "social_security", "finance")
SETTLE_SECONDS = 15  # a file that changed more recently may still be arriving


class MonthWaitsError(RuntimeError):
    """No month of the party became whole; the message names what each waits for. Not a fault: files may come later."""


class DeliveryRefusedError(RuntimeError):
    """At least one delivery lies in quarantine and the party must send it again."""


def scan_inbox() -> list[dict[str, str]]:
    """Find files that no receipt knows yet; return one wake-up per party: DAG id and a run id made of the files.

    The run id follows from names, sizes and times, so the same news wakes a party once, however often it is seen.
    Nothing is remembered here: what was missed because of a crash is news again.
    """
    settings = Settings()
    calls = []
    for party in PARTIES:
        news = _unknown_files(settings, party)
        if news:
            digest = hashlib.sha256("\n".join(news).encode()).hexdigest()[:16]
            calls.append({"trigger_dag_id": f"ingest_{party}", "trigger_run_id": f"inbox__{digest}"})
    return calls


def _unknown_files(settings: Settings, party: str) -> list[str]:
    folder, received, limits = settings.inbox_path / party, _received(settings), settings.landing().limits
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


def file_deliveries(party: str, partition_key: str | None) -> str:
    """File what lies in the party's inbox (through the month of the key, if any); return the path of a report.

    The report names the months that are now whole for this party, what the others wait for, and refused files.
    """
    settings = Settings()
    month = month_of(partition_key) if partition_key else None
    through = month.replace("-", "") if month else None
    intake = take_in(settings.inbox_path, settings.landing(), party=party, region=settings.region, through=through)
    refused = [
        {"file": receipt.file_name, "message": receipt.message, "report": receipt.report}
        for receipt in intake.receipts
        if receipt.status == REFUSED
    ]
    whole, waiting = _months_of_party(settings, party, month)
    report = {"party": party, "month": month, "whole": whole, "waiting": waiting, "refused": refused}
    path = settings.under("state", "intake", f"{party}-{month or 'inbox'}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    return str(path)


def whole_months(report: str) -> list[str]:
    """Return the months (``YYYY-MM``) to announce.

    Raises:
        MonthWaitsError: there is none.
    """
    facts = _read(report)
    if facts["whole"]:
        whole: list[str] = facts["whole"]
        return whole
    waits = "；".join(f"{month} 缺 {'、'.join(names)}" for month, names in facts["waiting"].items())
    raise MonthWaitsError(f"{facts['party']}：没有新的月份到齐。{waits or facts['month'] or '收件箱中没有新文件'}")


def refuse_loudly(report: str) -> None:
    """Turn the run red when a delivery was refused.

    Raises:
        DeliveryRefusedError: the message names file, reason and the clerk's report.
    """
    refused = _read(report)["refused"]
    if refused:
        lines = "；".join(f"{entry['file']}：{entry['message']}（{entry['report']}）" for entry in refused)
        raise DeliveryRefusedError(f"{len(refused)} 个文件被拒收，请按报告通知报送方重报：{lines}")


def _months_of_party(settings: Settings, party: str, month: str | None) -> tuple[list[str], dict[str, list[str]]]:
    """Months whole for the party, and the datasets that the other months lack.

    With a month asked for, only that one. Otherwise every month that has no finished summary yet: a month that was
    published before is never started again by a late file alone; that is what the restatement DAG is for.
    """
    lacking: dict[str, set[str]] = {}
    for state in month_states(settings):
        name = f"{state.period[:4]}-{state.period[4:]}"
        if settings.region in (None, state.region_code) and month in (None, name):
            lacking.setdefault(name, set()).update(_missing_of(state, party))
    if month is None:
        lacking = {name: gaps for name, gaps in lacking.items() if not month_file(settings, name).is_done()}
    elif month not in lacking:
        lacking[month] = {"全部文件"}
    whole = sorted(name for name, gaps in lacking.items() if not gaps)
    return whole, {name: sorted(gaps) for name, gaps in sorted(lacking.items()) if gaps}


def _missing_of(state: MonthState, party: str) -> set[str]:
    contracts = load_contracts()
    return {dataset for dataset in state.missing if contracts[dataset].party == party}


def _read(report: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(Path(report).read_text("utf-8"))
    return facts

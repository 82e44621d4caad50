"""What the tasks of the ingest DAGs call: file a party's deliveries, say which months are whole and what still waits."""

import json
from pathlib import Path
from typing import Any

from ingest.contract import load_contracts
from ingest.intake import take_in
from ingest.receipt import REFUSED
from warehouse.airflow_announced import accepted_files, load, remember
from warehouse.airflow_month import month_of
from warehouse.scope import MonthState, month_states
from warehouse.settings import Settings


class MonthWaitsError(RuntimeError):
    """No month of the party became whole; the message names what each waits for. Not a fault: files may come later."""


class DeliveryRefusedError(RuntimeError):
    """At least one delivery lies in quarantine and the party must send it again."""


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
    report["files"] = accepted_files(settings, party)
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


def close_intake(report: str) -> None:
    """Remember what was announced; then turn the run red when a delivery was refused.

    Raises:
        DeliveryRefusedError: the message names file, reason and the clerk's report.
    """
    facts = _read(report)
    month, files = facts["month"], facts["files"]
    considered = files.get(month, []) if month else [name for names in files.values() for name in names]
    announced = {name: files.get(name, []) for name in facts["whole"]}
    remember(Settings(), facts["party"], announced, considered)
    if facts["refused"]:
        lines = [f"{entry['file']}：{entry['message']}（{entry['report']}）" for entry in facts["refused"]]
        raise DeliveryRefusedError(f"{len(lines)} 个文件被拒收，请按报告通知报送方重报：{'；'.join(lines)}")


def _months_of_party(settings: Settings, party: str, month: str | None) -> tuple[list[str], dict[str, list[str]]]:
    """Months to announce, and the datasets that the other months lack.

    With a month asked for, that one alone, as often as it is asked for. Otherwise every month that is whole for the
    party and was not announced yet with these files.
    """
    lacking: dict[str, set[str]] = {}
    for state in month_states(settings):
        name = f"{state.period[:4]}-{state.period[4:]}"
        if settings.region in (None, state.region_code) and month in (None, name):
            lacking.setdefault(name, set()).update(_missing_of(state, party))
    if month is not None and month not in lacking:
        lacking[month] = {"全部文件"}
    files, announced = accepted_files(settings, party), load(settings, party).months
    whole = sorted(name for name, gaps in lacking.items() if not gaps)
    if month is None:
        whole = [name for name in whole if files.get(name) != announced.get(name)]
    return whole, {name: sorted(gaps) for name, gaps in sorted(lacking.items()) if gaps}


def _missing_of(state: MonthState, party: str) -> set[str]:
    contracts = load_contracts()
    return {dataset for dataset in state.missing if contracts[dataset].party == party}


def _read(report: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(Path(report).read_text("utf-8"))
    return facts

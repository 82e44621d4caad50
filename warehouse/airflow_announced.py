"""Which deliveries have already been announced to the monthly DAG, per party; kept in ``state/announced/``.

A delivery that was filed but not yet considered is news for the inbox watch, whoever filed it and whatever crashed since.
"""

import json
from dataclasses import dataclass, field

from filelock import FileLock

from ingest.receipt import ACCEPTED, read_receipt
from warehouse.settings import Settings

Files = dict[str, list[str]]  # YYYY-MM (or YYYY for files of a year) → ids of accepted deliveries, in order


@dataclass
class Announced:
    """What a party's ingest runs have settled: months with the files they were announced with, and all files seen."""

    months: Files = field(default_factory=dict)
    considered: list[str] = field(default_factory=list)


def accepted_files(settings: Settings, party: str) -> Files:
    """All accepted deliveries of a party by month, from the receipts; replaced versions too."""
    files: Files = {}
    for path in sorted((settings.landing_path / "receipts").glob("*.json")):
        receipt = read_receipt(path)
        if receipt.status == ACCEPTED and receipt.party == party and settings.region in (None, receipt.region_code):
            period = receipt.period or ""
            files.setdefault("-".join(filter(None, (period[:4], period[4:]))), []).append(receipt.source_file_id)
    return files


def load(settings: Settings, party: str) -> Announced:
    """What is settled so far; nothing for a new home."""
    path = settings.under("state", "announced", f"{party}.json")
    return Announced(**json.loads(path.read_text("utf-8"))) if path.exists() else Announced()


def remember(settings: Settings, party: str, months: Files, considered: list[str]) -> None:
    """Add announced months and considered files. Losing this file costs one more announcement, nothing else."""
    path = settings.under("state", "announced", f"{party}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        known = load(settings, party)
        text = json.dumps(
            {"months": known.months | months, "considered": sorted({*known.considered, *considered})},
            ensure_ascii=False,
            indent=1,
        )
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)


def unconsidered(settings: Settings, party: str) -> list[str]:
    """Accepted deliveries that no finished ingest run has looked at."""
    seen = set(load(settings, party).considered)
    return sorted(name for names in accepted_files(settings, party).values() for name in names if name not in seen)

"""``python -m benchmarks.quality.run --write``: plant several sets, run the real pipeline on each, score, publish the tables.

None of the sets shares region, year or seed with the demo. Nothing is tuned here: a kind that misses is in the tables.
Exit 1 when a target is missed or a run did not publish.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality.deliveries import plant
from benchmarks.quality.score import Score, score
from benchmarks.quality.summary import page
from warehouse.run import run
from warehouse.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "quality.md"


@dataclass(frozen=True)
class Trial:
    """One set of deliveries: where and when it pretends to be, how large, how dirty."""

    region: str
    year: int
    months: int
    seed: int
    payers: int
    persons: int
    dirt: float
    hard: bool = False

    @property
    def name(self) -> str:
        """As the tables call it."""
        return f"{self.region} {self.year} seed {self.seed} dirt {self.dirt:g}{' hard' if self.hard else ''}"


TRIALS = (
    Trial("620100", 2022, 3, 7101, 350, 150, 1.0),
    Trial("350200", 2023, 3, 7202, 350, 150, 2.0),
    Trial("530100", 2021, 4, 7303, 250, 100, 0.3),
    Trial("410300", 2024, 3, 7404, 350, 150, 1.0, hard=True),
    Trial("150200", 2019, 3, 7505, 350, 150, 3.0, hard=True),
)


def attempt(trial: Trial, folder: Path) -> Score:
    """Plant, run and score one set under ``folder``. Raises RuntimeError when the pipeline did not publish."""
    planted = plant(
        folder,
        trial.region,
        trial.year,
        trial.months,
        trial.seed,
        trial.payers,
        trial.dirt,
        trial.persons,
        hard=trial.hard,
    )
    settings = Settings(home=folder / "home")
    first, last = f"{trial.year}01", f"{trial.year}{trial.months:02d}"
    summary = run(settings, planted.inbox, trial.region, first, last)
    refused = [receipt.message for receipt in summary.intake.receipts if receipt.status == "refused"]
    if refused or not summary.ok:
        failures = [f"{node.name}: {node.message}" for node in summary.build.failures]
        raise RuntimeError(f"{trial.name} was not published: {refused or failures or summary.build.message}")
    return score(settings.published_path, planted.truth)


def main(arguments: list[str] | None = None) -> int:
    """Run all sets; print and, with ``--write``, publish what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    parser.add_argument(
        "--only", type=int, action="append", help="only the set of this number, from 1; may be repeated"
    )
    given = parser.parse_args(arguments)
    scores: dict[str, Score] = {}
    for number, trial in enumerate(TRIALS, start=1):
        if given.only and number not in given.only:
            continue
        started = time.monotonic()
        with TemporaryDirectory() as folder:
            scores[trial.name] = attempt(trial, Path(folder))
        print(f"{trial.name}: {time.monotonic() - started:.0f} s", flush=True)
    text, failures = page(scores)
    print(text)
    if given.write:
        DOCUMENT.write_text(text, encoding="utf-8")
    print("\n".join(failures) or "all targets met")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

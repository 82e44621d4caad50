"""One build for all scenarios: each folder runs under a region of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reconciliation import decisions
from tests.reconciliation.builds import Build, build
from tests.reconciliation.landing_zone import Delivered, deliver

SCENARIOS = sorted(path for path in (Path(__file__).parent / "scenarios").iterdir() if path.is_dir())
REGION = {path.name: str(910001 + number) for number, path in enumerate(SCENARIOS)}
DECIDED = {path: REGION[path.name] for path in SCENARIOS if (path / "decisions.csv").exists()}
HISTORY = "history__three_months"
PREFIXES = {"202301": "920001", "202302": "920002", "202303": "920003"}
WITHOUT_ONE = "920004"
RELABELLED = "920005"


def _relabelled(delivered: Delivered) -> Delivered:
    """The same deliveries with every payer's letters changed, so that they sort the other way round."""
    turn = str.maketrans("ABCDEFGHIJ", "ZYXWVUTSRQ")
    for dataset, column in (("tax_collection", "taxpayer_id"), ("ss_contribution", "uscc"), ("ss_assessment", "uscc")):
        for rows in delivered.files[dataset].values():
            for row in rows:
                code = str(row[column])
                row[column] = code[:8] + code[8:17].translate(turn) + code[17:]
    return delivered


def history() -> list[Delivered]:
    """One history as known after each of its months, without one ticket line, and with other payers' codes."""
    folder = Path(__file__).parent / "scenarios" / HISTORY
    grown = [
        deliver(folder, region, [month for month in PREFIXES if month <= last]) for last, region in PREFIXES.items()
    ]
    less = deliver(folder, WITHOUT_ONE)
    rows = less.files["tax_collection"]["202302"]
    rows.remove(next(row for row in rows if row["ticket_no"] == "465016230200000001"))
    return [*grown, less, _relabelled(deliver(folder, RELABELLED))]


def everything() -> list[Delivered]:
    """All scenarios and the variants of the history."""
    return [*(deliver(path, REGION[path.name]) for path in SCENARIOS), *history()]


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, decisions.Identity]:
    """Lines of the scenarios as people saw them when they decided, and the home in which they were built."""
    home = tmp_path_factory.mktemp("seen")
    return home, decisions.identities(home, DECIDED)


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory, seen: tuple[Path, decisions.Identity]) -> Build:
    """Everything built once, with people's decisions and the project's own tests."""
    home = tmp_path_factory.mktemp("scenarios")
    decisions.share_parse(seen[0], home)
    decisions.write(home, DECIDED, seen[1])
    return build(home, everything())


@pytest.fixture(scope="session")
def judged_backwards(
    tmp_path_factory: pytest.TempPathFactory, judged: Build, seen: tuple[Path, decisions.Identity]
) -> Build:
    """The same rows and decisions in the opposite order of every file, built by one thread."""
    home = tmp_path_factory.mktemp("backwards")
    decisions.share_parse(judged.path.parent.parent, home)
    decisions.write(home, DECIDED, seen[1], backwards=True)
    return build(home, everything(), tests=False, threads=1, backwards=True)

"""The same arguments give the same bytes; another seed gives other details and the same books; another year works."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from demo import Generated, generate


def digests(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()
    }


def test_two_runs_write_the_same_bytes(golden_year: Generated, tmp_path: Path) -> None:
    again = generate(tmp_path, small=True)
    assert digests(again.inbox) == digests(golden_year.inbox)
    assert digests(again.truth) == digests(golden_year.truth)


def causes(made: Generated) -> set[tuple[object, ...]]:
    source = duckdb.read_parquet(str(made.truth / "difference.parquet"))
    return set(source.query("t", "SELECT DISTINCT leg, party, verdict, cause FROM t").fetchall())


def test_another_seed_keeps_the_books_and_changes_the_details(golden_year: Generated, tmp_path: Path) -> None:
    made = generate(tmp_path, small=True, seed=7)
    other = digests(made.inbox)
    same = {name for name, digest in digests(golden_year.inbox).items() if other.get(name) == digest}
    assert "social_security/ss_ledger_650000_202012.xlsx" in same
    assert "tax/tax_collection_650000_202001.csv" not in same
    assert "social_security/ss_benefit_650000_202001.csv" not in same
    assert causes(made) == causes(golden_year)


def test_another_year_has_its_own_dates_and_all_planted_cases(golden_year: Generated, tmp_path: Path) -> None:
    made = generate(tmp_path, year=2021, small=True)
    names = {p.name for p in made.rows}
    assert causes(made) == causes(golden_year)
    assert {"tax_collection_650000_202112.csv", "ss_ledger_650000_202001.xlsx", "fin_budget_650000_2021.xlsx"} <= names


def test_a_year_without_a_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no calendar of Chinese working days for 2090"):
        generate(tmp_path, year=2090, small=True)


def test_progress_ends_at_its_total(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    generate(tmp_path, small=True, progress=lambda step, done, total: seen.append((step, done, total)))
    assert [done for _, done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][1] == seen[-1][2]

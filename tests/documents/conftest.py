"""The golden year's documents, written once; and homes whose published marts a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from reporting.report import report
from warehouse.settings import Settings

NAMES = ("self-evaluation.xlsx", "annual-report.docx", "annual-report.html", "annual-report-check.json")


def by_name(paths: list[Path]) -> dict[str, Path]:
    return {path.name.split("-", 1)[1]: path for path in paths}


@pytest.fixture(scope="session")
def documents(golden) -> dict[str, Path]:
    """Draft documents of the golden year. Read only."""
    return by_name(report(golden, 2020))


@pytest.fixture
def altered(golden, tmp_path) -> Callable[[str], Settings]:
    """A home of its own whose published warehouse was changed by some SQL."""

    def alter(statements: str) -> Settings:
        settings = Settings(home=tmp_path / "altered")
        settings.published_path.parent.mkdir(parents=True)
        shutil.copy(golden.published_path, settings.published_path)
        with duckdb.connect(settings.published_path) as connection:
            connection.execute(statements)
        return settings

    return alter

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.deliveries import Planted, plant


@pytest.fixture(scope="session")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    target: Path = tmp_path_factory.mktemp("dirty")
    return plant(target, "620100", 2022, 3, 11, 150, 1.5, 60, hard=True, prior_year=True)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    target: Path = tmp_path_factory.mktemp("clean")
    return plant(target, "650000", 2024, 2, 5, 120, 0.0, 60)

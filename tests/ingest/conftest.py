"""A landing zone in a temporary home for the tests of ingest."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_house import House

from ingest.limits import Limits


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "inbox").mkdir()
    return House(tmp_path, Limits(memory="512MB", threads=2))

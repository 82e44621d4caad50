"""Homes that many tests share: built once a session with the real ingest, dbt and DuckDB."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from warehouse.settings import Settings

# The commands' console asks for its width once, when it is made.
os.environ["COLUMNS"] = "200"


@pytest.fixture(scope="session")
def demo_inbox(tmp_path_factory) -> Path:
    """The small golden year's inbox. Copy it before changing it."""
    from demo import generate

    target = tmp_path_factory.mktemp("demo")
    generate(target, year=2020, small=True)
    return target / "inbox"


@pytest.fixture(scope="session")
def golden(tmp_path_factory, demo_inbox) -> Settings:
    """A home in which the golden year has been taken in, built and published. Read only."""
    from warehouse.run import run

    settings = Settings(home=tmp_path_factory.mktemp("golden"))
    inbox = settings.under("inbox")
    shutil.copytree(demo_inbox, inbox)
    summary = run(settings, inbox, "650000", "201901", "202012")
    assert summary.publication is not None, summary.build.failures or summary.build.message
    return settings

"""A home outlives the checkout that it was built from: the next one does not look for seeds in the old place."""

import os
import shutil
import subprocess
import sys

import pytest

from warehouse.dbt_run import run_dbt
from warehouse.settings import PROJECT, Settings

pytestmark = pytest.mark.dbt
SEED = "from warehouse.dbt_run import run_dbt; from warehouse.settings import Settings; print(run_dbt(Settings(home={home!r}), {arguments}).ok)"
ARGUMENTS = ("seed", "--select", "account")


def test_a_home_follows_to_another_checkout(tmp_path):
    old, home = tmp_path / "old", tmp_path / "home"
    for part in ("dbt_project", "warehouse", "ingest"):
        shutil.copytree(PROJECT / part, old / part, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
    settings = Settings(home=home)
    said = subprocess.run(
        [sys.executable, "-c", SEED.format(home=str(home), arguments=", ".join(map(repr, ARGUMENTS)))],
        check=False,
        cwd=old,
        env={**os.environ, "PYTHONPATH": str(old)},
        capture_output=True,
        text=True,
    )
    assert said.stdout.split()[-1:] == ["True"], said.stderr
    assert (home / "build" / "dbt" / "checkout.txt").read_text() == str(old)
    shutil.rmtree(old)

    result = run_dbt(settings, *ARGUMENTS)

    assert result.ok, result.message

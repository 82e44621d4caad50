"""Runs one contestant in a process of its own and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.contest import MISSING

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Taken:
    """Wall and CPU seconds of a process and what it started; peak resident memory of the largest of them, in MB."""

    wall: float
    cpu: float
    peak: float
    failed: str = ""


def take(name: str, home: Path, python: str = sys.executable, memory_limit: str | None = None) -> Taken:
    """Run ``name`` of the contest on ``home``. A contestant that is not installed, or dies, says so in ``failed``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SANFANG_PSEUDONYM_KEY": "no persons here"}
    if memory_limit:
        environment["SANFANG_MEMORY_LIMIT"] = memory_limit
    started = time.monotonic()
    with (home / "last_words.txt").open("wb") as words:
        process = subprocess.Popen(  # waited for by hand: only wait4 tells CPU and memory of one process tree
            [python, "-m", "benchmarks.speed.contest", name, str(home)],
            env=environment,
            cwd=ROOT,
            stdout=words,
            stderr=words,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.monotonic() - started
    return Taken(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, _failure(process.returncode, home))


def _failure(code: int, home: Path) -> str:
    if code == 0:
        return ""
    if code == MISSING:
        return "not installed"
    if code < 0:
        return f"killed by signal {-code}"
    lines = (home / "last_words.txt").read_text(errors="replace").strip().splitlines()
    return f"failed: {lines[-1][:120] if lines else code}"

"""CPU seconds and memory of several processes while something runs."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil

Seconds = dict[tuple[int, float], float]


@dataclass
class Used:
    """Wall and CPU seconds between begin and end; the most memory (MB, sum of resident sets) seen at one moment."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0


@contextlib.contextmanager
def using(idle: Callable[[], list[psutil.Process]] = list) -> Iterator[Used]:
    """Count all that this process has started, but not what is ``idle`` meanwhile. Read the result after the block."""
    used, stop = Used(), threading.Event()
    before: Seconds = {}
    _sample(idle, before)
    seconds = dict(before)
    started = time.monotonic()

    def watch() -> None:
        while not stop.wait(0.3):
            used.peak = max(used.peak, _sample(idle, seconds))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield used
    finally:
        used.wall = time.monotonic() - started
        stop.set()
        watcher.join()
        _sample(idle, seconds)
        used.cpu = sum(value - before.get(process, 0.0) for process, value in seconds.items())


def _sample(idle: Callable[[], list[psutil.Process]], seconds: Seconds) -> float:
    """Note the CPU seconds of each process that lives; of one that has ended the last note stands. Returns memory."""
    memory = 0.0
    left_out = {process.pid for process in idle()}
    for process in psutil.Process().children(recursive=True):
        if process.pid in left_out:
            continue
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            times = process.cpu_times()
            seconds[process.pid, process.create_time()] = times.user + times.system
            memory += process.memory_info().rss / 1e6
    return memory

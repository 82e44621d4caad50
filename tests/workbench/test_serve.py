"""`sanfang serve` as a person starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from warehouse.cli import main; main()"]


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANFANG_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "SANFANG_HOME": str(home)}


@pytest.fixture
def running(home, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*PROGRAM, "serve", "--port", "0"], cwd=ROOT, env=environment(home.home), stdout=output, stderr=output
        )
    try:
        yield process, log
    finally:
        process.kill()
        process.wait()


def address(process, log: Path) -> str:
    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())
        if found and "startup complete" in log.read_text():
            return found[0]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_it_says_where_it_is_and_logs_no_search(running):
    process, log = running
    base = address(process, log)
    assert "登录名：" in log.read_text()
    assert httpx.get(f"{base}health").text == "ok"
    answer = httpx.get(f"{base}search?q=VERYPRIVATE")
    assert (answer.status_code, "server" in answer.headers) == (303, False)
    assert httpx.get(f"{base}login", headers={"Host": "evil.example"}).status_code == 400
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    assert '"GET /search HTTP/1.1" 303' in log.read_text()
    assert "VERYPRIVATE" not in log.read_text()


def test_a_taken_port_is_said_with_another(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*PROGRAM, "serve", "--port", str(port)], cwd=ROOT, env=environment(home.home), capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"--port {port + 1}" in re.sub(r"\s", " ", done.stderr)

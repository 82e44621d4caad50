"""Run Airflow's four processes on this machine until Ctrl-C, and leave none of them behind.

Started one by one instead of by `airflow standalone`: that command opens two log servers on every network
interface, loses its children when it is terminated, and forces its own settings.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType

import typer
from filelock import FileLock, Timeout

from warehouse.airflow_config import AirflowHome, environment, prepare
from warehouse.airflow_people import airflow_users, known_passwords
from warehouse.settings import MissingKeyError, Settings

# --skip-serve-logs: the web server reads the task logs from the same disk, no port is needed for them.
PROCESSES = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
START_SECONDS = 240.0
STOP_SECONDS = 20.0


class AirflowStoppedError(Exception):
    """An Airflow process ended or could not start; the message says which and where its log is."""


def start_airflow(home: Path, dags: Path, inbox: Path, port: int = 8080) -> int:
    """Run a configured Airflow until it is stopped: exit code 0 after Ctrl-C or SIGTERM, 1 on failure."""
    settings = Settings(home=home)
    place = AirflowHome(home, dags, inbox, port, people=airflow_users(settings), known=known_passwords(settings))
    # A shell that starts this in the background hands SIGINT down as ignored: listen to it all the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_keyboard_interrupt)
    try:
        with _only_one(place):
            _announce_passwords(place, prepare(place))
            settings.key()  # now, by one process: the first tasks of a new home start all at once
            env = environment(place)
            migrate(place, env)
            _run_until_stopped(place, env)
    except KeyboardInterrupt:
        typer.echo("Airflow 已停止。")
        return 0
    except (AirflowStoppedError, MissingKeyError) as stopped:
        typer.echo(str(stopped), err=True)
        return 1
    return 0


def migrate(place: AirflowHome, env: dict[str, str]) -> None:
    """Create or upgrade Airflow's own database and load the pools; skipped when nothing has changed."""
    marker = place.root / "prepared"
    if marker.exists() and marker.read_text("utf-8") == place.prepared():
        return
    typer.echo("正在准备 Airflow 数据库（首次约半分钟）……")
    for command in (["db", "migrate"], ["pools", "import", str(place.pools)]):
        with (place.logs / "prepare.log").open("a", encoding="utf-8") as log:
            done = subprocess.run(["airflow", *command], env=env, stdout=log, stderr=log, umask=0o077, check=False)
        if done.returncode:
            raise AirflowStoppedError(f"airflow {' '.join(command)} 失败，详见 {log.name}")
    marker.write_text(place.prepared(), "utf-8")


def _run_until_stopped(place: AirflowHome, env: dict[str, str]) -> None:
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in PROCESSES.items():
            running[name] = _start(place, env, name, arguments)
        _wait_until_ready(place, running)
        typer.echo(f"Airflow 已就绪：{place.url}（Ctrl-C 停止）。请把三方文件放入 {place.inbox}/<party>/。")
        while True:
            _check_alive(place, running)
            time.sleep(1)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C must not leave half of them behind
            signal.signal(number, signal.SIG_IGN)
        stop(running.values())


def _start(place: AirflowHome, env: dict[str, str], name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    with (place.logs / f"{name}.log").open("wb") as log:
        # A session of its own: Ctrl-C reaches this process alone, which then stops every group in order.
        return subprocess.Popen(
            ["airflow", *arguments],
            env=env,
            cwd=place.root,  # a folder that stays: tasks fail when the one they were started from is deleted
            stdout=log,
            stderr=log,
            umask=0o077,
            start_new_session=True,
        )


def stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Terminate each process with all its children; kill what is still there after 20 seconds."""
    groups = list(processes)
    deadline = time.monotonic() + STOP_SECONDS
    for process in groups:
        _signal_group(process, signal.SIGTERM)
    for process in groups:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    while any(_signal_group(process, 0) for process in groups) and time.monotonic() < deadline:
        time.sleep(0.2)
    for process in groups:
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to the process group; False when nobody is left in it."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    return True


def _wait_until_ready(place: AirflowHome, running: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _check_alive(place, running)
        if healthy(place):
            return
        time.sleep(1)
    raise AirflowStoppedError(f"Airflow 在 {START_SECONDS:.0f} 秒内没有就绪，详见 {place.logs}")


def healthy(place: AirflowHome) -> bool:
    """Whether the API answers and reports a healthy database, scheduler, DAG processor and triggerer."""
    try:
        address = f"{place.url}/api/v2/monitor/health"
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own http address
            parts: dict[str, dict[str, str]] = json.load(answer)
    except OSError:
        return False
    return all(part["status"] == "healthy" for part in parts.values())


def _check_alive(place: AirflowHome, running: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            log = place.logs / f"{name}.log"
            tail = "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-15:])
            code = process.returncode
            raise AirflowStoppedError(f"Airflow 的 {name} 进程已退出（{code}），日志 {log}：\n{tail}")


@contextlib.contextmanager
def _only_one(place: AirflowHome) -> Iterator[None]:
    """Hold the home's lock and a free port, so that two Airflows never share one database."""
    place.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(place.root / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise AirflowStoppedError(f"{place.home} 已有一个 Airflow 在运行，请先停止它。") from None
    try:
        _check_port(place)
        yield
    finally:
        lock.release()


def _check_port(place: AirflowHome) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError:
            raise AirflowStoppedError(f"端口 {place.port} 已被占用，请用 --port 换一个。") from None


def _announce_passwords(place: AirflowHome, passwords: dict[str, str] | None) -> None:
    if passwords is None:
        typer.echo(f"用户名和密码见 {place.passwords}（仅本人可读）。")
        return
    typer.echo(f"新用户的登录密码（只显示这一次，另存于 {place.passwords}）：")
    for user, password in passwords.items():
        typer.echo(f"  {user:<12}{password}")


def _as_keyboard_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

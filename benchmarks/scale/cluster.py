"""A real Spark cluster on this machine: master, workers and Thrift server as processes of their own, loopback only."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HOST = "127.0.0.1"
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_THRIFT = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"


class ClusterError(RuntimeError):
    """A part of the cluster did not come up; the message names its log."""


@dataclass(frozen=True)
class Size:
    """How much of the machine the cluster may take.

    Attributes:
        workers: Worker processes, one core each.
        memory: Heap of each executor and of the Thrift server, as Spark writes it ("1g").
        partitions: Parts into which a shuffle is cut.
    """

    workers: int = 2
    memory: str = "1g"
    partitions: int = 4


@dataclass
class Cluster:
    """A running cluster.

    Attributes:
        folder: Everything it writes: tables, metastore, scratch, logs.
        port: Port of the Thrift server, what ``SANFANG_SPARK_PORT`` wants.
        parts: Its processes by name: ``master``, ``worker-1`` …, ``thrift``.
    """

    folder: Path
    port: int
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def tables(self) -> Path:
        """Where the tables lie: ``<schema>.db/<table>/*.parquet``."""
        return self.folder / "tables"

    def layers(self, prefix: str, folder: Path, side: str = "") -> Path:
        """A folder in which the schemas of one installation, or of one of its two sides, have their plain names."""
        folder.mkdir(parents=True)
        for schema in self.tables.glob(f"{prefix}*.db"):
            name = schema.name.removeprefix(prefix)
            if name == "typed.db" or name.startswith(side):
                (folder / name.removeprefix(side)).symlink_to(schema)
        return folder

    def kill(self, part: str) -> None:
        """End a part and all its children at once, as a machine does that loses its power."""
        root = psutil.Process(self.parts[part].pid)
        for process in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)

    def processes(self) -> list[psutil.Process]:
        """All processes of the cluster that live."""
        found: list[psutil.Process] = []
        for part in self.parts.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                root = psutil.Process(part.pid)
                found += [root, *root.children(recursive=True)]
        return found


@contextlib.contextmanager
def cluster(folder: Path, size: Size | None = None) -> Iterator[Cluster]:
    """Start a cluster below ``folder`` and end it afterwards, whatever happens.

    Raises:
        ClusterError: Java or pyspark is missing, or a part did not come up.
    """
    size = size or Size()
    master_port, port = _free_port(), _free_port()
    running = Cluster(folder.resolve(), port)
    running.tables.mkdir(parents=True, exist_ok=True)
    master = f"spark://{HOST}:{master_port}"
    try:
        _start(running, "master", "spark-class", _MASTER, "--host", HOST, "--port", master_port, "--webui-port", 0)
        _wait(running, "master", master_port)
        for number in range(1, size.workers + 1):
            _start_worker(running, f"worker-{number}", master, size)
        _start(running, "thrift", "spark-submit", "--master", master, *_options(running, size), "--class", _THRIFT,
               "spark-internal")  # fmt: skip
        _wait(running, "thrift", port)
        yield running
    finally:
        _stop(running)


def _start_worker(running: Cluster, name: str, master: str, size: Size) -> None:
    work = running.folder / name
    _start(running, name, "spark-class", _WORKER, "--host", HOST, "--cores", 1, "--memory", size.memory,
           "--webui-port", 0, "--work-dir", work, master)  # fmt: skip


def _options(running: Cluster, size: Size) -> list[str]:
    metastore = f"jdbc:derby:;databaseName={running.folder / 'metastore'};create=true"
    settings = {
        "spark.executor.memory": size.memory,
        "spark.executor.cores": "1",
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        # The Thrift server plans hundreds of small statements once each: a thorough compiler would never earn its time.
        "spark.driver.extraJavaOptions": f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dderby.system.home={running.folder}",
        "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
        "spark.ui.enabled": "false",
        "spark.local.dir": str(running.folder / "scratch"),
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.warehouse.dir": str(running.tables),
        "spark.sql.shuffle.partitions": str(size.partitions),
        "spark.hadoop.javax.jdo.option.ConnectionURL": metastore,
        "spark.hadoop.hive.server2.thrift.bind.host": HOST,
        "spark.hadoop.hive.server2.thrift.port": str(running.port),
        "spark.hadoop.hive.server2.authentication": "NOSASL",
    }
    options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    return ["--driver-memory", size.memory, *options]


def _start(running: Cluster, name: str, program: str, *arguments: object) -> None:
    spark = importlib.util.find_spec("pyspark")
    if spark is None or spark.origin is None:
        raise ClusterError("pyspark is missing: install the extra `spark-cluster`")
    home = Path(spark.origin).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "SPARK_NO_DAEMONIZE": "1"}
    with (running.folder / f"{name}.log").open("wb") as log:
        running.parts[name] = subprocess.Popen(
            [home / "bin" / program, *map(str, arguments)],
            cwd=running.folder, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def _wait(running: Cluster, name: str, port: int, seconds: int = 180) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.parts[name].poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.5)
    raise ClusterError(f"{name} did not come up, see {running.folder / f'{name}.log'}")


def _stop(running: Cluster) -> None:
    living = running.processes()
    for process in reversed(living):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(living, timeout=15)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    for part in running.parts.values():
        part.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def end_when_asked() -> None:
    """Leave through the blocks that end the cluster, whoever asks: Ctrl-C, `kill`, also in the background of a shell."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(1))


def main() -> None:
    """Keep a cluster until the caller presses Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--memory", default=Size.memory)
    options = parser.parse_args()
    end_when_asked()
    with (
        tempfile.TemporaryDirectory() as temporary,
        cluster(options.folder or Path(temporary), Size(memory=options.memory)) as running,
    ):
        print(f"SANFANG_SPARK_PORT={running.port}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()

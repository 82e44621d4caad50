"""A real Airflow for a test: started as the command starts it, driven by REST, stopped with everything it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from warehouse.airflow_watch import SETTLE_SECONDS

PROJECT = Path(__file__).resolve().parents[2]
START = (
    "import sys; from pathlib import Path; from warehouse.airflow_home import start_airflow; "
    "home, dags, inbox, port = sys.argv[1:]; "
    "raise SystemExit(start_airflow(Path(home), Path(dags), Path(inbox), int(port)))"
)


class LiveAirflow:
    """REST client of one running Airflow, with the words to say when it does not do what it should."""

    def __init__(self, home, port):
        self.home, self.url, self._token = home, f"http://127.0.0.1:{port}", None
        self.known_failures = set()

    def call(self, method, path, body=None):
        """One REST call; the answer as data. An error answer fails the test with its text."""
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()[:500]}") from None

    def log_in(self, user="admin"):
        """Take the generated password of a user and keep the token."""
        self._token = None
        password = json.loads((self.home / "airflow" / "passwords.json").read_text())[user]
        self._token = self.call("POST", "/auth/token", {"username": user, "password": password})["access_token"]

    def runs(self, dag_id):
        """All runs of a DAG, oldest first."""
        return self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns?limit=100&order_by=run_after")["dag_runs"]

    def done_keys(self, dag_id):
        """Partition keys of the successful runs."""
        return [run["partition_key"] for run in self.runs(dag_id) if run["state"] == "success"]

    def trigger(self, dag_id, **body):
        """Start a run by hand."""
        return self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None, **body})

    def questions(self, dag_id="~"):
        """Required Actions that nobody has answered and whose task waits, oldest first."""
        found = self.call(
            "GET", f"/api/v2/dags/{dag_id}/dagRuns/~/hitlDetails?response_received=false&state=awaiting_input"
        )
        return sorted(found["hitl_details"], key=lambda each: each["created_at"])

    def answer(self, question, option, **params):
        """Answer a Required Action as the user who is logged in."""
        task = question["task_instance"]
        self.call(
            "PATCH",
            f"/api/v2/dags/{task['dag_id']}/dagRuns/{quote(task['dag_run_id'])}/taskInstances/{task['task_id']}"
            f"/{task['map_index']}/hitlDetails",
            {"chosen_options": [option], "params_input": params},
        )

    def tasks(self, dag_id, key):
        """Task → state in the newest run of a partition."""
        run = [run for run in self.runs(dag_id) if run["partition_key"] == key][-1]
        path = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run['dag_run_id'])}/taskInstances"
        return {task["task_id"]: task["state"] for task in self.call("GET", path)["task_instances"]}

    def look(self):
        """Let the inbox watch look now, once what was dropped has settled; returns when it has looked."""
        time.sleep(SETTLE_SECONDS + 1)
        run_id = self.trigger("inbox_watch")["dag_run_id"]
        path = f"/api/v2/dags/inbox_watch/dagRuns/{run_id}"
        deadline = time.monotonic() + 60
        while self.call("GET", path)["state"] != "success":
            assert time.monotonic() < deadline, f"the inbox watch did not finish\n{self.diagnosis()}"
            time.sleep(1)

    def wait(self, what, condition, seconds):
        """Wait until the condition holds; stop at once when a run failed that should not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            failed = self.failures() - self.known_failures
            assert not failed, f"while waiting for {what}\n{self.diagnosis()}"
            time.sleep(1)
        raise AssertionError(f"{seconds} s passed without {what}\n{self.diagnosis()}")

    def failures(self):
        """Ids of the runs that failed."""
        return {run["dag_run_id"] for run in self.runs("~") if run["state"] == "failed"}

    def diagnosis(self):
        """Every run with its state, and the end of the logs of failed tasks."""
        lines = [
            f"{run['dag_id']:<26}{run['partition_key']!s:<10}{run['state']:<9}{run['dag_run_id']}"
            for run in self.runs("~")
        ]
        failed = self.call("GET", "/api/v2/dags/~/dagRuns/~/taskInstances?state=failed&limit=20")["task_instances"]
        for task in failed:
            lines.append(f"--- {task['dag_id']} {task['task_id']} {task['dag_run_id']}")
            for log in (self.home / "logs" / "airflow" / "tasks").glob(
                f"dag_id={task['dag_id']}/run_id={task['dag_run_id']}/task_id={task['task_id']}/**/*.log"
            ):
                lines += log.read_text("utf-8", errors="replace").splitlines()[-8:]
        return "\n".join(line[:600] for line in lines)


def processes_of(home):
    """Ids of all processes whose Airflow home lies below ``home``."""
    wanted = f"AIRFLOW_HOME={(home / 'airflow').resolve()}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def live_airflow(home, inbox, log):
    """Start, wait until the DAGs are there, hand over; stop by SIGINT as Ctrl-C does, and check that nobody is left."""
    port = free_port()
    # What looks by the clock looks when a test says so: a build in between would be one run too many.
    never = {"SANFANG_DECISIONS_CRON": "0 0 1 1 *", "SANFANG_DEADLINES_CRON": "0 0 1 1 *"}
    env = {**os.environ, **never, "SANFANG_WATCH_CRON": "* * * * *"}
    env |= {"SANFANG_HOME": str(home), "SANFANG_INBOX": str(inbox)}
    env = {name: value for name, value in env.items() if not name.startswith("AIRFLOW")}
    command = [sys.executable, "-c", START, str(home), str(PROJECT / "dags"), str(inbox), str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, cwd=PROJECT, stdout=output, stderr=output, start_new_session=True)
    try:
        airflow = LiveAirflow(home, port)
        _until_ready(process, airflow, log)
        yield airflow
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, log.read_text("utf-8")
        assert processes_of(home) == []
    finally:
        for pid in [process.pid, *processes_of(home)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def _until_ready(process, airflow, log, seconds=240):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8")
        if "已就绪" in log.read_text("utf-8"):
            airflow.log_in()
            if len(airflow.call("GET", "/api/v2/dags")["dags"]) == 10:
                return
        time.sleep(1)
    raise AssertionError(f"Airflow was not ready after {seconds} s\n{log.read_text('utf-8')}")

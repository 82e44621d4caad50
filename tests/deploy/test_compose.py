"""The deployment files are valid, complete and hold no secret. Images are not built here: see docs/how-to/deploy.md."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
EXAMPLE = (PROJECT / ".env.example").read_text("utf-8")
VARIABLES = re.findall(r"(?m)^([A-Z_]+)=", EXAMPLE)
OPTIONAL = {
    "SANFANG_REGION", "AIRFLOW_BASE_URL", "SANFANG_ALERT_TO", "SANFANG_WORKBENCH_HOSTS", "SANFANG_WORKBENCH_HTTPS",
}  # fmt: skip


def compose(env_file, *arguments, file=PROJECT / "docker-compose.yml"):
    # Without the caller's variables: what is asked for must come from the file.
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    command = [PROGRAMS / "docker-compose", "--env-file", env_file, "-f", file, "config", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def filled(tmp_path):
    """An .env with every variable of the example filled in."""

    def write(without=()):
        path = tmp_path / "env"
        lines = [f"{name}=/srv/{name.lower()}" for name in VARIABLES if name not in without]
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


@pytest.fixture
def services(filled):
    done = compose(filled())
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)["services"]


def test_compose_accepts_the_file(filled):
    done = compose(filled(), "-q")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(set(VARIABLES) - OPTIONAL))
def test_a_missing_secret_stops_the_start_with_a_message(filled, name):
    done = compose(filled(without=[name]), "-q")
    assert done.returncode != 0
    assert f"{name} is missing a value: set it in .env" in done.stderr


def test_optional_values_have_defaults(filled):
    assert compose(filled(without=OPTIONAL), "-q").returncode == 0


def test_the_example_holds_no_secret():
    values = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", EXAMPLE))
    given = {"AIRFLOW_BASE_URL", "SANFANG_WORKBENCH_HOSTS", "SANFANG_WORKBENCH_HTTPS"}
    assert {name for name, value in values.items() if value} == given


def test_every_process_is_there_and_watched(services):
    airflow = {"migrate", "api-server", "scheduler", "dag-processor", "triggerer"}
    assert set(services) == {"postgres", "workbench"} | airflow
    watched = {name for name, service in services.items() if "healthcheck" in service}
    assert watched == set(services) - {"migrate"}
    for name in watched - {"postgres"}:
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_airflow_processes_agree(services):
    shared = [
        {key: value for key, value in service["environment"].items() if key not in ("HEARTBEAT_OF", "ADMIN_PASSWORD")}
        for name, service in services.items()
        if name not in ("postgres", "workbench")
    ]
    assert all(environment == shared[0] for environment in shared)
    assert shared[0]["AIRFLOW__CORE__AUTH_MANAGER"].endswith("FabAuthManager")
    assert shared[0]["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"


def test_the_workbench_has_the_same_home_and_none_of_airflows_secrets(services):
    pages, tasks = services["workbench"], services["scheduler"]
    assert pages["volumes"] == tasks["volumes"]
    same = {
        name: tasks["environment"][name] for name in pages["environment"] if not name.startswith("SANFANG_WORKBENCH")
    }
    assert same.items() <= pages["environment"].items()
    assert not any(name.startswith("AIRFLOW") for name in pages["environment"])
    assert pages["environment"]["SANFANG_STATE_URL"].endswith("@postgres:5432/sanfang")


def test_the_state_database_is_made_by_postgres_itself(filled):
    made = yaml.safe_load(compose(filled()).stdout)
    (config,) = made["services"]["postgres"]["configs"]
    assert config["target"].startswith("/docker-entrypoint-initdb.d/")
    assert "create database sanfang owner sanfang" in made["configs"]["state_database"]["content"]


def test_only_the_web_ports_are_open_and_only_locally(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert set(ports) == {"api-server", "workbench"}
    assert {port["host_ip"] for each in ports.values() for port in each} == {"127.0.0.1"}


def test_the_deployment_has_the_pools_of_the_single_machine(services):
    from warehouse.airflow_config import POOLS

    script = services["migrate"]["command"][-1]
    assert set(re.findall(r"airflow pools set (\w+) 1 ", script)) == set(POOLS)


def test_compose_notices_mistakes(filled, tmp_path):
    """The check itself can fail: a misspelt key is refused."""
    text = (PROJECT / "docker-compose.yml").read_text("utf-8")
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(text.replace("healthcheck:", "healthchek:", 1), "utf-8")
    done = compose(filled(), "-q", file=broken)
    assert done.returncode != 0
    assert "healthchek" in done.stderr

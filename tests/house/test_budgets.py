"""Small rooms stay small, and what only one place may do is done only there."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("ingest", "warehouse", "demo", "dags", "reporting", "workbench", "benchmarks")


def tracked(*suffixes: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    files = [ROOT / name for name in names.splitlines() if name.endswith(suffixes)]
    return [file for file in files if file.exists()]


def product_python() -> list[Path]:
    return [file for file in tracked(".py") if file.relative_to(ROOT).parts[0] in PRODUCT]


def models() -> list[Path]:
    return [file for file in tracked(".sql") if file.is_relative_to(ROOT / "dbt_project")]


def test_there_is_something_to_check():
    assert len(product_python()) > 20
    assert len(models()) > 30


@pytest.mark.parametrize("file", product_python(), ids=lambda file: str(file.relative_to(ROOT)))
def test_python_rooms_are_small(file):
    text = file.read_text()
    limit = 80 if file.is_relative_to(ROOT / "dags") else 300
    assert text.count("\n") <= limit, f"{file.name} has more than {limit} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or 0) - node.lineno
            assert size <= 60, f"{file.name}: {node.name} has {size} lines"


@pytest.mark.parametrize("file", models(), ids=lambda file: str(file.relative_to(ROOT)))
def test_sql_is_small_and_portable(file):
    text = file.read_text()
    assert text.count("\n") <= 150
    code = re.sub(r"\{#.*?#\}|--[^\n]*", "", text, flags=re.S)
    forbidden = (
        r"(?i)\b(double|float|real|current_date|current_timestamp|now\(\)|today\(\)|any_value|qualify|asof|rowid)\b|::"
    )
    assert not re.search(forbidden, code), re.search(forbidden, code)
    for window in re.findall(r"(?is)over \((.*?)\)", code):
        if "order by" in window.lower():
            assert "nulls last" in window.lower(), f"a window without nulls last in {file.name}"


def test_no_room_is_called_utils():
    rooms = {part for file in tracked(".py", ".sql") for part in file.relative_to(ROOT).with_suffix("").parts}
    assert not rooms & {"utils", "helpers", "common", "misc", "core", "base"}


def test_only_dags_import_airflow():
    pattern = re.compile(r"(?m)^\s*(?:import airflow|from airflow)")
    allowed = (ROOT / "dags", ROOT / "tests" / "dags")
    offenders = [
        file
        for file in tracked(".py")
        if pattern.search(file.read_text()) and not any(file.is_relative_to(place) for place in allowed)
    ]
    assert offenders == []


def test_product_runs_with_airflow_blocked():
    program = (
        "import sys; sys.modules['airflow'] = None\n"
        "import ingest.intake, warehouse.run, warehouse.publish, warehouse.cli, demo\n"
        "assert 'airflow' not in {name for name, module in sys.modules.items() if module is not None}"
    )
    done = subprocess.run(
        [str(ROOT / ".venv/bin/python"), "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_lock_pins_every_package_with_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"(?m)^[A-Za-z0-9][^\n]*", lock)
    assert len(packages) > 150
    assert all("==" in package for package in packages)
    assert lock.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"https?://|--index|--find-links|file://", lock)

"""DAG files stay thin, and the packages run where Airflow is not installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((PROJECT / "dags").rglob("*.py"))
PARSE_TIME = {
    "__future__", "airflow", "asyncio", "collections", "datetime", "html", "logging", "os", "pendulum", "sanfang", "typing",
}  # fmt: skip


def _tree(path):
    return ast.parse(path.read_text("utf-8"))


def _imports(nodes):
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def _tasks(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef) and any(
            ast.unparse(d).split("(")[0] == "task" for d in node.decorator_list
        ):
            yield node


def test_there_are_dag_files():
    assert len(DAG_FILES) >= 6


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.name)
def test_parsing_imports_names_only(path):
    assert set(_imports(_tree(path).body)) <= PARSE_TIME


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.name)
def test_a_task_calls_one_function_and_decides_nothing(path):
    for task in _tasks(path):
        decisions = [node for node in ast.walk(task) if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Try)]
        brought = [name for name in _imports(ast.walk(task)) if name in {"warehouse", "ingest"}]
        assert not decisions, f"{path.name}:{task.lineno} {task.name} decides; move that into warehouse/"
        assert len(brought) <= 1, f"{path.name}:{task.lineno} {task.name} does more than one thing"
        assert task.end_lineno - task.lineno < 10, f"{path.name}:{task.lineno} {task.name} is too long"


def test_every_task_was_looked_at():
    assert sum(1 for path in DAG_FILES for _ in _tasks(path)) >= 13


def test_packages_import_without_airflow():
    """Import every module of ingest, warehouse, workbench and demo in a process where airflow cannot be imported."""
    script = """
import importlib, pkgutil, sys
sys.modules["airflow"] = None
count = 0
for name in ("ingest", "warehouse", "workbench", "demo"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
            count += 1
assert count > 20, count
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

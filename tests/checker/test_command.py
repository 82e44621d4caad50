"""The command: formats, files and exit codes."""

import json

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.checker.published import corrected
from reporting.checker.command import register
from tests.checker.documents import FOUNDING


@pytest.fixture(scope="module")
def app():
    made = typer.Typer()
    register(made)
    return made


def run(app, *arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": "200"})


def test_table_and_exit_code(app):
    outcome = run(app, FOUNDING)
    assert outcome.exit_code == 1
    assert "有误 12" in outcome.output
    assert "690760" in outcome.output
    assert "无法核对的表述" not in outcome.output
    assert "无法核对的表述" in run(app, FOUNDING, "--all").output


def test_nothing_wrong_is_exit_code_0(app, tmp_path):
    path = tmp_path / "right.txt"
    path.write_text("\n".join(corrected()), encoding="utf-8")
    outcome = run(app, path)
    assert outcome.exit_code == 0
    assert "有误 0" in outcome.output


def test_json(app):
    outcome = run(app, FOUNDING, "--format", "json")
    content = json.loads(outcome.output)
    assert outcome.exit_code == 1
    assert content["ok"] is False
    assert content["counts"]["wrong"] == 12 == len([each for each in content["findings"] if each["verdict"] == "wrong"])
    assert all(each["place"] and each["arithmetic"] for each in content["findings"])


def test_html_file_needs_nothing_else(app, tmp_path):
    path = tmp_path / "check.html"
    outcome = run(app, FOUNDING, "-f", "html", "-o", path)
    page = path.read_text(encoding="utf-8")
    assert outcome.exit_code == 1
    assert "有误（12）" in page
    assert "http://" not in page and "https://" not in page and "<script" not in page
    assert 'lang="zh-CN"' in page


def test_table_to_a_file(app, tmp_path):
    path = tmp_path / "check.txt"
    run(app, FOUNDING, "-o", path)
    assert "有误 12" in path.read_text(encoding="utf-8")
    assert "690760" in path.read_text(encoding="utf-8")


def test_the_same_again(app):
    assert run(app, FOUNDING, "-f", "json").output == run(app, FOUNDING, "-f", "json").output

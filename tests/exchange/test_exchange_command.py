"""`sanfang exchange`: written, answered, read back, and refused with an exit code."""

import pytest
from answered import PASSWORD, answer
from typer.testing import CliRunner

from warehouse.cli.main import app
from warehouse.state.decisions import list_decisions


@pytest.fixture
def run(settings, people, monkeypatch):
    monkeypatch.setenv("SANFANG_HOME", str(settings.home))
    return lambda *given, password=None: CliRunner().invoke(app, ["exchange", *map(str, given)], input=password)


def test_written_answered_and_read_back(run, store, package, tmp_path):
    target = tmp_path / "sent.xlsx"
    wrote = run("write", "--party", "social_security", "--region", "650000", "--period", "202004", "--out", target)
    assert wrote.exit_code == 0 and "差异 6 项" in wrote.output
    assert target.read_bytes() == package.content
    target.write_bytes(answer(package, {1: {"answer": "社保未入账"}}))
    done = run("read", target, "--by", "agency", password=f"{PASSWORD}\n")
    assert done.exit_code == 0 and "待复核" in done.output
    assert "由 agency 读入" in run("read", target, "--by", "agency", password=f"{PASSWORD}\n").output
    assert [each.maker for each in list_decisions(store)] == ["agency"]


def test_a_refused_file_ends_with_its_problems(run, store, package, tmp_path):
    target = tmp_path / "answered.xlsx"
    target.write_bytes(answer(package, {1: {"answer": "不知道"}}))
    done = run("read", target, "--by", "agency", password=f"{PASSWORD}\n")
    assert done.exit_code == 1 and "第 4 行" in done.output and list_decisions(store) == []
    assert run("read", target, "--by", "agency", password="wrong password\n").exit_code == 1

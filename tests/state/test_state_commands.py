"""The commands: what a person types, what is said, and the exit code."""

import json
import sqlite3

import duckdb
import pytest
from filled import PASSWORD, S1, draft
from typer.testing import CliRunner

from warehouse.cli.main import app
from warehouse.close import CloseError
from warehouse.state.decisions import DecisionRefused, list_decisions
from warehouse.state.journal import entries, head
from warehouse.state.people import NotAllowed, PeopleError, find_person, verify_password


@pytest.fixture
def run(settings, store, monkeypatch):
    monkeypatch.setenv("SANFANG_HOME", str(settings.home))

    def invoke(*words, typed=PASSWORD, code=0):
        done = CliRunner().invoke(app, list(words), input=typed + "\n", catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output

    return invoke


def test_people_are_added_changed_and_taken_away(run, store):
    run("person", "add", "newcomer", "--name", "新人", "--role", "accountant", "--party", "tax", "--region", "650000")
    assert verify_password(store, "newcomer", PASSWORD).name == "新人"
    run("person", "grant", "newcomer", "--role", "reviewer")
    run("person", "revoke", "newcomer", "--role", "accountant", "--party", "tax", "--region", "650000")
    assert "reviewer:*:*（复核）" in run("person", "list")
    run("person", "password", "newcomer", typed="a wholly new one")
    assert verify_password(store, "newcomer", "a wholly new one")
    run("person", "deactivate", "newcomer")
    assert not find_person(store, "newcomer").is_active
    assert entries(store, action="person_added")[0].actor.startswith("cli:")
    with pytest.raises(PeopleError):
        run("person", "add", "maker", "--name", "x", "--role", "viewer")


def written(tmp_path, **changed):
    fields = {key: value for key, value in vars(draft(**changed)).items() if key not in ("lines", "attachment")}
    fields["lines"] = [{**vars(S1), "amount": str(S1.amount)}]
    (tmp_path / "draft.json").write_text(json.dumps(fields))
    return str(tmp_path / "draft.json")


def test_a_decision_goes_its_way_without_pages(run, store, tmp_path):
    (tmp_path / "回单.pdf").write_bytes(b"%PDF")
    said = run("decision", "propose", written(tmp_path), "--by", "maker", "--attachment", str(tmp_path / "回单.pdf"))
    assert "待复核" in said and "S1 110 202001 100.00 元" in said
    number = list_decisions(store)[0].decision_id
    with pytest.raises(ValueError, match="登录名或密码不对"):
        run("decision", "approve", number, "--by", "checker", typed="wrong")
    for wrong, error in (("maker", NotAllowed), ("both", None)):
        if error:
            with pytest.raises(error):
                run("decision", "approve", number, "--by", wrong)
    assert "已批准" in run("decision", "approve", number, "--by", "checker")
    assert "已批准" in run("decision", "list", "--region", "650000")
    with duckdb.connect(store.settings.published_path) as published:
        published.execute("insert into marts.fct_decision values (?, 'orphaned', '1 行内容已变')", [number])
    assert "失去依据" in run("decision", "list")
    assert "发布中：行已变，失去依据：1 行内容已变" in run("decision", "show", number)
    assert "回单" in str(list_decisions(store)[0].attachment)
    with pytest.raises(DecisionRefused):
        run("decision", "reject", number, "--by", "second", "--comment", "晚了")
    with pytest.raises(DecisionRefused):
        run("decision", "withdraw", number, "--by", "maker")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "explain", "lines": [{"amount": "x"}]}', '{"no": "draft"}'])
def test_a_file_that_is_no_decision_is_refused_before_any_password(run, store, tmp_path, text):
    (tmp_path / "draft.json").write_text(text)
    before = head(store)
    with pytest.raises(DecisionRefused, match="不是一项决定"):
        run("decision", "propose", str(tmp_path / "draft.json"), "--by", "maker")
    assert head(store) == before


def test_verifying_ends_with_one_when_something_was_changed(run, store, tmp_path):
    assert "日志完整" in run("audit", "verify")
    run("audit", "export", str(tmp_path / "a.jsonl"))
    assert "日志完整" in run("audit", "verify", str(tmp_path / "a.jsonl"))
    noted = "{}:{}".format(*head(store))
    assert "日志完整" in run("audit", "verify", "--head", noted)
    run("audit", "verify", "--head", f"3:{'0' * 64}", code=1)
    changed = (tmp_path / "a.jsonl").read_text().replace("maker", "mager", 1)
    (tmp_path / "a.jsonl").write_text(changed)
    assert "第 1 条日志" in run("audit", "verify", str(tmp_path / "a.jsonl"), code=1)
    with sqlite3.connect(store.settings.under("state", "sanfang.sqlite")) as connection:
        connection.execute("drop trigger person_no_update")
        connection.execute("update person set name = '别人' where login = 'maker'")
    said = run("audit", "verify", code=1)
    assert "表 person（第 1 条日志）：列 name" in said and "防改触发器不全：person" in said


def test_the_journal_and_the_schema_are_shown(run):
    assert "新增人员" in run("audit", "log", "--actor", "cli:test", "--limit", "100")
    assert "结构 0001" in run("state", "upgrade")


def test_only_an_auditor_resolves_a_person_on_the_command_line(run, store):
    with pytest.raises(NotAllowed):
        run("audit", "person", "0" * 32, "--by", "admin", "--reason", "底稿 2020-17")
    assert entries(store)[0].action == "person_resolution_refused"


OWN = f"{PASSWORD}\n{PASSWORD}"
IN_ANOTHER_S_NAME = {
    "wrong password": (["close", "--by", "checker"], "wrong", "登录名或密码不对"),
    "no such person": (["close", "--by", "李四"], PASSWORD, "登录名或密码不对"),
    "no reviewer": (["close", "--by", "maker"], PASSWORD, "需要角色 复核"),
    "guessed approval": (
        ["reopen", "--by", "maker", "--approved-by", "checker"],
        f"{PASSWORD}\nguessed",
        "登录名或密码不对",
    ),
    "approved by no reviewer": (["reopen", "--by", "maker", "--approved-by", "taxer"], OWN, "需要角色 复核"),
    "asked for by a viewer": (["reopen", "--by", "viewer", "--approved-by", "checker"], OWN, "需要角色 经办会计"),
    "one person": (["reopen", "--by", "both", "--approved-by", "both"], OWN, "要两个人"),
    "allowed, but not closed": (["reopen", "--by", "maker", "--approved-by", "checker"], OWN, "没有结账"),
}


@pytest.mark.parametrize("case", IN_ANOTHER_S_NAME)
def test_nobody_closes_or_reopens_in_another_s_name(run, case):
    (command, *people), typed, said = IN_ANOTHER_S_NAME[case]
    with pytest.raises((ValueError, NotAllowed, CloseError), match=said):
        run(command, "202001", "--region", "650000", "--reason", "月结", *people, typed=typed)

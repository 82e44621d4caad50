"""A month that people close stays as it was said: frozen, versioned, and every later movement on its own rows."""

import shutil

import pytest

from benchmarks.quality.deliveries import plant
from tests.approved import CHECKER, MAKER, approve, explain_open, lines_of, people
from tests.restated import next_run, restate_one_posting
from warehouse.airflow_unchanged import made_of
from warehouse.build import input_digest
from warehouse.close import CloseError, close_month, close_problems, reopen_by_decision, reopen_month
from warehouse.closes import folder, read_closes, verify
from warehouse.connection import reader
from warehouse.run import receive, run
from warehouse.settings import Settings
from warehouse.state.decisions import DecisionDraft, DecisionLine, propose, review
from warehouse.state.months import list_month_events
from warehouse.state.people import Grant, add_person, find_person
from warehouse.state.store import open_state
from warehouse.state.verify import verify_state

pytestmark = pytest.mark.dbt
REGION, JANUARY, FEBRUARY = "620100", "202301", "202302"


@pytest.fixture(scope="module")
def unexplained_home(tmp_path_factory):
    target = tmp_path_factory.mktemp("close")
    plant(target, region=REGION, year=2023, months=2, seed=11, payers=60, dirt=1.0, persons=30)
    settings = Settings(home=target / "home")
    shutil.copytree(target / "inbox", settings.inbox_path)
    assert run(settings).publication is not None
    return settings.home


@pytest.fixture(scope="module")
def published_home(unexplained_home, tmp_path_factory):
    """The same with every open line explained by one person and approved by another."""
    target = tmp_path_factory.mktemp("explained") / "home"
    shutil.copytree(unexplained_home, target)
    assert explain_open(Settings(home=target)) > 0
    next_run(Settings(home=target))
    return target


@pytest.fixture
def home(published_home, tmp_path):
    shutil.copytree(published_home, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def rows(settings, query, *values):
    with reader(settings.published_path) as connection:
        return connection.execute(query, list(values)).fetchall()


def test_a_restated_file_breaks_only_its_group_and_says_what_moved(home):
    close = close_month(home, REGION, JANUARY, "张会计", "一月月结")
    assert (close.version, close.status) == (1, "current")
    kept = {path.name: path.read_bytes() for path in folder(home.closed_path, REGION, JANUARY, 1).iterdir()}
    before = rows(home, "select unit_id, group_id from marts.fct_match_link where cleared_period = ?", JANUARY)
    posting = restate_one_posting(home, REGION, JANUARY)
    next_run(home)

    moved = rows(home, "select party, record_key, change, published_verdict, known_verdict from marts.fct_restatement "
                       "where leg = 'ssa_tax' and change <> 'cleared_later'")  # fmt: skip
    assert ("social_security", posting, "changed", "matched", "period_differs") in moved
    assert {(party, change) for party, _, change, _, _ in moved} == {("social_security", "changed"), ("tax", "changed")}
    assert len(moved) == 2, "the posting and its ticket line, nothing else"
    after = set(rows(home, "select unit_id, group_id from marts.fct_match_link where cleared_period = ?", JANUARY))
    assert len(set(before) - after) == 2
    published = rows(
        home, "select verdict from marts.fct_closed_line where record_key = ? and closed_period = ?", posting, JANUARY
    )
    assert published == [("matched",)]
    assert {path.name: path.read_bytes() for path in folder(home.closed_path, REGION, JANUARY, 1).iterdir()} == kept


def test_reopening_makes_a_second_version_and_keeps_the_first(home):
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    posting = restate_one_posting(home, REGION, JANUARY)
    reopen_month(home, REGION, JANUARY, "李主任", "社保重报一月到账", "王局长")
    next_run(home)
    with pytest.raises(CloseError, match=r"原因无人确认|超过本月限额"):
        close_month(home, REGION, JANUARY, "张会计", "新的差异还没有人说明")
    assert explain_open(home) > 0
    next_run(home)
    again = close_month(home, REGION, JANUARY, "张会计", "按重报数再结")
    next_run(home)
    assert again.version == 2
    assert rows(home, "select version, status, reopened_by from marts.fct_close order by version") == [
        (1, "superseded", "李主任"), (2, "current", None),
    ]  # fmt: skip
    said = rows(
        home,
        "select close_version, verdict from marts.fct_closed_line where record_key = ? and leg = 'ssa_tax' order by 1",
        posting,
    )
    assert said == [(1, "matched"), (2, "period_differs")]
    assert rows(home, "select count(*) from marts.fct_restatement where change <> 'cleared_later'") == [(0,)]


def test_a_closed_month_is_frozen_input_of_the_next_build(home):
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    links = rows(home, "select * from marts.fct_match_link order by all")
    lines = rows(home, "select * from marts.fct_reconciliation_line order by all")
    next_run(home)
    assert rows(home, "select * from marts.fct_match_link order by all") == links
    assert rows(home, "select * from marts.fct_reconciliation_line order by all") == lines


def test_a_close_and_a_reopening_are_input_that_the_scheduler_does_not_skip(home):
    before = made_of(home)
    assert made_of(home) == before
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    closed = made_of(home)
    reopen_month(home, REGION, JANUARY, "李主任", "更正", "王局长")
    assert len({before, closed, made_of(home)}) == 3


def test_closing_is_refused_with_what_to_do(home):
    with pytest.raises(CloseError, match="按月份先后"):
        close_month(home, REGION, FEBRUARY, "张会计", "二月月结")
    with pytest.raises(CloseError, match="经办人"):
        close_month(home, REGION, JANUARY, " ", "一月月结")
    with pytest.raises(CloseError, match="未到齐"):
        close_month(home, REGION, "202305", "张会计", "五月月结")
    with pytest.raises(CloseError, match="没有结账"):
        reopen_month(home, REGION, JANUARY, "李主任", "无", "王局长")
    restate_one_posting(home, REGION, JANUARY)
    receive(home)
    with pytest.raises(CloseError, match="发布之后又收到了文件"):
        close_month(home, REGION, JANUARY, "张会计", "一月月结")


def test_closed_months_reopen_from_the_last_and_never_twice(home):
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    close_month(home, REGION, FEBRUARY, "张会计", "二月月结")
    with pytest.raises(CloseError, match="已由 张会计 结账"):
        close_month(home, REGION, JANUARY, "王会计", "再结")
    with pytest.raises(CloseError, match="依次重开"):
        reopen_month(home, REGION, JANUARY, "李主任", "更正", "王局长")


def test_one_changed_byte_of_a_close_is_found(home):
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    close_month(home, REGION, FEBRUARY, "张会计", "二月月结")
    assert verify(home.closed_path) == []
    assert [close.previous for close in read_closes(home.closed_path)][1] == read_closes(home.closed_path)[0].digest
    table = folder(home.closed_path, REGION, JANUARY, 1) / "fct_fund_statement.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(bytes(content))
    assert "fct_fund_statement" in verify(home.closed_path)[0]
    note = folder(home.closed_path, REGION, JANUARY, 1) / "close.json"
    note.write_text(note.read_text().replace("张会计", "赵会计"))
    assert any("链接断开" in problem for problem in verify(home.closed_path))


def test_unconfirmed_causes_keep_a_month_open_until_people_confirm_them(unexplained_home, published_home):
    with reader(Settings(home=unexplained_home).published_path) as connection:
        before = close_problems(connection, REGION, JANUARY)
    assert any("原因无人确认" in problem for problem in before)
    assert not any("较早" in problem for problem in before)
    with reader(Settings(home=published_home).published_path) as connection:
        assert close_problems(connection, REGION, JANUARY) == []
        assert close_problems(connection, REGION, "203001") == ["三方文件未到齐：缺全部"]
        told = connection.execute("select distinct state from marts.fct_decision").fetchall()
        confirmed = connection.execute(
            "select count(*) from marts.fct_reconciliation_line where confirmed_by = ?", [CHECKER]
        ).fetchone()
    assert told == [("applied",)]
    assert confirmed is not None and confirmed[0] > 0


def test_a_decision_moves_no_statement_and_the_same_decisions_are_the_same_input(unexplained_home, published_home):
    bridge = "select * exclude (label, line_code) from marts.fct_reconciliation_bridge where line_no not between 300 and 699 order by all"
    assert rows(Settings(home=unexplained_home), bridge) == rows(Settings(home=published_home), bridge)
    assert input_digest(Settings(home=unexplained_home)) != input_digest(Settings(home=published_home))
    assert input_digest(Settings(home=published_home)) == input_digest(Settings(home=published_home))


def test_a_closed_month_is_not_linked_anew_but_its_open_lines_are(home):
    close_month(home, REGION, JANUARY, "张会计", "一月月结")
    frozen = lines_of(
        home, "ssa_tax", "verdict = 'matched' and cleared_period = ? and rule = 'ssa_tax_p2_ticket'", JANUARY
    )
    group = rows(
        home, "select group_id from marts.fct_reconciliation_line where leg = 'ssa_tax' and line_id = ?", frozen[0][2]
    )[0][0]
    refused = approve(home, "unmatch", "ssa_tax", REGION, lines_of(home, "ssa_tax", "group_id = ?", group))
    left = lines_of(
        home,
        "ssa_tax",
        "verdict in ('only_left', 'unusable_key') and party = 'social_security' and amount > 0 and period = ?",
        JANUARY,
    )
    right = lines_of(home, "ssa_tax", "verdict = 'only_right' and amount > 0 and period = ?", JANUARY)
    assert left and right, "the planted deliveries leave lines open on both sides"
    linked = approve(home, "match", "ssa_tax", REGION, [left[0], right[0]], "keying")
    next_run(home)
    told = dict(
        rows(home, "select decision_id, state from marts.fct_decision where decision_id in (?, ?)", refused, linked)
    )
    assert told == {refused: "refused", linked: "applied"}
    assert rows(home, "select why from marts.fct_decision where decision_id = ?", refused)[0][0].startswith(
        "含已结账的匹配"
    )
    now = rows(home, "select distinct verdict, pass, confirmed_by from marts.fct_reconciliation_line where leg = 'ssa_tax' "
                     "and line_id in (?, ?)", left[0][2], right[0][2])  # fmt: skip
    assert len(now) == 1 and now[0][1:] == ("P0", CHECKER)


def test_a_reopening_takes_two_persons_and_closes_are_journalled(home):
    store = open_state(home)
    close = close_month(home, REGION, JANUARY, "li", "一月月结")
    add_person(store, "cli:test", "wang", "王局长", "correct horse battery", [Grant("reviewer")])
    for by, approved_by in (
        ("李主任", "李主任"),
        ("李主任", " 李 主任"),
        ("李主任", ""),
        ("wang", "王局长"),
        ("王局长", "wang"),
    ):
        with pytest.raises(CloseError, match="两个人"):
            reopen_month(home, REGION, JANUARY, by, "更正", approved_by)
    maker, checker = find_person(store, MAKER), find_person(store, CHECKER)
    request = DecisionDraft("reopen", "*", REGION, JANUARY, None, "own_error", "更正一月")
    made = propose(store, maker, request)
    with pytest.raises(CloseError, match="不是已批准"):
        reopen_by_decision(home, made.decision_id)
    review(store, checker, made.decision_id, True)
    assert reopen_by_decision(home, made.decision_id).reopened_by == MAKER
    said = [(each.event, each.done_by, each.approved_by, each.digest) for each in list_month_events(store)]
    assert said == [("close", "li", None, close.digest), ("reopen", MAKER, CHECKER, close.digest)]
    assert verify_state(store) == []
    close_month(home, REGION, JANUARY, "li", "再结")
    with pytest.raises(CloseError, match="重新申请"):
        reopen_by_decision(home, made.decision_id)
    assert verify_state(store) == []


def test_a_decision_of_a_person_is_kept_by_the_next_run(unexplained_home, tmp_path):
    shutil.copytree(unexplained_home, tmp_path / "home")
    home = Settings(home=tmp_path / "home")
    store = open_state(home)
    maker, checker = people(store)
    found = lines_of(home, "ssa_tax", "verdict = 'only_right' and cause = 'not_posted' and group_id is null")
    line = DecisionLine("R", *found[0])
    made = propose(store, maker, DecisionDraft(
        "explain", "ssa_tax", REGION, line.period, "in_transit", "timing", "二月到账", (line,)))  # fmt: skip
    told = "select cause, confirmed_by from marts.fct_reconciliation_line where leg = 'ssa_tax' and line_id = ?"
    before = input_digest(home)
    review(store, checker, made.decision_id, True)
    assert input_digest(home) != before
    next_run(home)
    assert rows(home, told, line.line_id) == [("in_transit", CHECKER)]
    assert rows(home, "select decision_id, state, maker, checker from marts.fct_decision") == [
        (made.decision_id, "applied", MAKER, CHECKER)
    ]

"""A real scheduler: a month arrives, is explained, offered to the reviewer and closed; the workbench stands beside it.

The tests share one Airflow and build on each other, in the order in which they stand here.
"""

import re
import time
import urllib.error
import urllib.request

import pytest
from fastapi.routing import APIRoute

from tests.arrival import arrive
from tests.dags.colleagues import explain_all, register
from tests.dags.live_airflow import live_airflow
from warehouse.closes import current_close, folder
from warehouse.settings import Settings
from warehouse.state.journal import entries
from warehouse.state.store import open_state
from workbench.app import create_app

pytestmark = [pytest.mark.scheduler, pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(1200)]
REGION, PERIOD, MONTH = "650000", "202001", "2020-01"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    found = Settings(home=tmp_path_factory.mktemp("close") / "home")
    register(found)
    return found


@pytest.fixture(scope="module")
def airflow(settings):
    root = settings.home.parent
    with live_airflow(settings.home, root / "inbox", root / "airflow.log") as running:
        yield running


@pytest.fixture(scope="module")
def routes(settings):
    """Every address of the workbench with each method that it answers; parameters filled in."""
    app = create_app(settings, authenticate=lambda _: None)
    found = []
    for route in app.routes:
        if isinstance(route, APIRoute):
            path = re.sub(r"\{[^}]+\}", "202001", route.path)
            found += [(method, path) for method in sorted(route.methods)]
    assert len(found) > 20
    return found


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(airflow, method, path, **headers):
    """Status of one request to the workbench inside Airflow."""
    body = b"" if method == "POST" else None
    request = urllib.request.Request(f"{airflow.url}/sanfang{path}", method=method, data=body, headers=headers)
    try:
        with urllib.request.build_opener(Unfollowed).open(request, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode("utf-8", "replace")


def bearer(airflow, user):
    airflow.log_in(user)
    return {"Authorization": f"Bearer {airflow._token}"}


def test_no_page_of_the_workbench_answers_without_airflows_login(airflow, routes):
    open_to_all = {path for method, path in routes if ask(airflow, method, path)[0] not in (401, 302, 303)}
    assert open_to_all <= {"/health"}
    assert ask(airflow, "GET", "/", Authorization="Bearer forged")[0] in (401, 403)
    assert ask(airflow, "GET", "/", Cookie="_token=forged; sanfang_session=forged")[0] in (401, 403)


def test_a_stranger_to_the_state_database_is_told_so(airflow):
    status, text = ask(airflow, "GET", "/", **bearer(airflow, "viewer"))
    assert status == 403 and "没有登记为三方对账的人员" in text


def test_a_viewer_changes_nothing(airflow, routes):
    token = bearer(airflow, "chakan")
    answers = {(method, path): ask(airflow, method, path, **token)[0] for method, path in routes}
    assert {status for (method, _), status in answers.items() if method == "POST"} == {403}
    assert ask(airflow, "GET", "/help", **token)[0] == 200
    assert answers[("GET", "/people")] == answers[("GET", "/audit")] == 403


def test_an_unconfirmed_month_is_published_and_not_offered(airflow, demo_inbox, settings):
    airflow.log_in("admin")
    arrive(demo_inbox, settings.home.parent / "inbox", r"_202001\.", just_now=True)
    airflow.wait("the look at closing", lambda: MONTH in airflow.done_keys("month_close"), seconds=600)
    assert MONTH in airflow.done_keys("monthly_reconciliation")
    assert airflow.tasks("month_close", MONTH)["offer"] == "skipped"
    assert airflow.questions() == []
    assert current_close(settings.closed_path, REGION, PERIOD) is None


def test_approved_decisions_bring_the_month_to_the_reviewer(airflow, settings):
    assert explain_all(settings, REGION, PERIOD)
    airflow.trigger("apply_decisions")
    airflow.wait("a Required Action", airflow.questions, seconds=600)
    (question,) = airflow.questions()
    assert question["subject"] == "650000 2020年1月 结账审批"
    assert "社保到账与税务征收" in question["body"]
    assert [user["id"] for user in question["assigned_users"]] == ["fuhe"]


def test_the_waiting_month_holds_up_nobody(airflow):
    """No slot of the writer's pool and no run of the monthly DAG waits for a person."""
    pool = airflow.call("GET", "/api/v2/pools/duckdb_writer")
    assert pool["open_slots"] == 1
    assert "running" not in [run["state"] for run in airflow.runs("monthly_reconciliation")]


@pytest.mark.parametrize(("login", "status"), [("kuaiji", "403"), ("chakan", "403"), ("admin", "403")])
def test_airflow_takes_no_answer_from_others(airflow, login, status):
    (question,) = airflow.questions()
    airflow.log_in(login)
    with pytest.raises(AssertionError, match=status):
        airflow.answer(question, "批准结账", comment=None)
    airflow.log_in("admin")


def test_the_reviewers_answer_closes_the_month(airflow, settings):
    (question,) = airflow.questions()
    time.sleep(4)
    airflow.log_in("fuhe")
    airflow.answer(question, "批准结账", comment="已核对三方数字")
    airflow.log_in("admin")
    airflow.wait("the close", lambda: current_close(settings.closed_path, REGION, PERIOD), seconds=180)
    assert (folder(settings.closed_path, REGION, PERIOD, 1) / "close.json").exists()
    close = current_close(settings.closed_path, REGION, PERIOD)
    assert (close.closed_by, close.reason, close.version) == ("fuhe", "已核对三方数字", 1)
    entry = entries(open_state(settings), action="close")[0]
    assert (entry.actor, entry.subject) == ("fuhe", f"{REGION} {PERIOD}")
    airflow.wait("the next month's turn", lambda: "2020-02" in airflow.done_keys("month_close"), seconds=120)

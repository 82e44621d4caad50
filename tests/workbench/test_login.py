"""Logging in and out: throttling, fixation, forged forms, cookies, and where one is sent afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import HTTPException

from tests.workbench.people_at_work import PASSWORD, add_people, anonymous, log_in, token_in
from warehouse.settings import Settings
from warehouse.state import people
from warehouse.state.journal import entries
from workbench.app import create_app
from workbench.limits import Throttle
from workbench.login import COOKIE
from workbench.settings import WorkbenchSettings


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Settings:
    """People but nothing published."""
    settings = Settings(home=tmp_path_factory.mktemp("bare"))
    add_people(settings)
    return settings


@pytest.fixture
def app(bare, tmp_path):
    application = create_app(bare, workbench=WorkbenchSettings())
    application.state.throttle = Throttle(tmp_path / "attempts.sqlite")
    return application


def attempt(client, login="viewer", password=PASSWORD, **more):
    token = token_in(client.get("/login").text)
    return client.post("/login", data={"login": login, "password": password, "csrf_token": token, **more})


def test_a_right_password_opens_the_page_that_was_asked_for(app):
    client = anonymous(app)
    asked = client.get("/search?q=1")
    assert asked.headers["location"] == "/login?next=%2Fsearch%3Fq%3D1"
    answer = attempt(client, next="/search?q=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=1")
    assert client.get("/help").status_code == 200
    assert client.get("/login").status_code == 303


@pytest.mark.parametrize(
    ("login", "password"), [("viewer", "wrong"), ("nobody", PASSWORD), ("", ""), ("viewer'--", "x")]
)
def test_a_wrong_one_says_the_same_whether_the_login_exists(app, login, password):
    answer = attempt(anonymous(app), login, password)
    assert answer.status_code in (401, 422)
    if login and password:
        assert "登录名或密码不正确" in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example",
     "http:evil.example", "///evil.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(app, target):
    answer = attempt(anonymous(app), next=target)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_guessing_is_slowed_down_by_login_whatever_the_address(app):
    codes = [attempt(anonymous(app), "viewer", "guess").status_code for _ in range(10)]
    assert codes[0] == 401
    assert codes[-1] == 429
    right = attempt(anonymous(app), "viewer", PASSWORD)
    assert right.status_code == 429
    assert "Retry-After" in right.headers
    assert attempt(anonymous(app), "reviewer").status_code == 303


def test_guessing_over_many_logins_is_slowed_down_by_address(app):
    for _ in range(39):
        app.state.throttle.spend(Throttle.LOGIN_BY_ADDRESS, "testclient")
    assert attempt(anonymous(app), "guess1", "x").status_code == 401
    assert attempt(anonymous(app), "guess2", "x").status_code == 429


def test_guessing_on_is_no_use_in_another_process_or_after_a_restart(app, bare):
    for login in ("viewer", "nobody-of-this-name"):
        assert [attempt(anonymous(app), login, "guess").status_code for _ in range(8)] == [401] * 8
    restarted = create_app(bare, workbench=WorkbenchSettings())
    restarted.state.throttle = Throttle(app.state.throttle._attempts.path)
    codes = {login: attempt(anonymous(restarted), login).status_code for login in ("viewer", "nobody-of-this-name")}
    assert codes == {"viewer": 429, "nobody-of-this-name": 429}, "it must not say whether the login exists either"


def test_each_home_counts_in_its_own_file(bare):
    path = create_app(bare, workbench=WorkbenchSettings()).state.throttle._attempts.path
    assert path == bare.under("state", "attempts.sqlite")


def test_who_remembers_the_password_begins_anew(app):
    for _ in range(3):
        assert [attempt(anonymous(app), "viewer", "mistyped").status_code for _ in range(5)] == [401] * 5
        assert attempt(anonymous(app), "viewer").status_code == 303


def test_the_counts_hold_nothing_of_what_was_typed_and_are_the_owners(app):
    typed = "this-was-my-password-typed-as-a-login"
    attempt(anonymous(app), typed, "x")
    path = app.state.throttle._attempts.path
    assert typed.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_last_attempt_is_let_through_once_of_many_at_once(tmp_path):
    throttles = [Throttle(tmp_path / "attempts.sqlite") for _ in range(4)]

    def let_through(number: int) -> bool:
        try:
            throttles[number % 4].spend(Throttle.LOGIN_BY_NAME, "viewer")
        except HTTPException as refused:
            assert refused.status_code == 429
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(let_through, range(40))) == Throttle.LOGIN_BY_NAME.amount


def test_failed_logins_are_in_the_journal_without_what_was_typed(app):
    attempt(anonymous(app), "agency", "wrong password here")
    newest = entries(app.state.store, action="login_failed", limit=1)[0]
    assert newest.subject == "agency"
    assert "wrong password here" not in newest.payload


def test_the_session_changes_at_login_and_a_planted_one_is_worthless(app):
    client = anonymous(app)
    client.cookies.set(COOKIE, "planted-by-somebody-else")
    assert attempt(client).status_code == 303
    mine = [cookie.value for cookie in client.cookies.jar if cookie.name == COOKIE and cookie.value]
    assert "planted-by-somebody-else" not in mine[-1:]
    thief = anonymous(app)
    thief.cookies.set(COOKIE, "planted-by-somebody-else")
    assert thief.get("/help").status_code == 303


def test_logging_in_again_ends_the_session_that_the_browser_brought(app):
    first = log_in(app, "viewer")
    before = first.client.cookies[COOKIE]
    data = {"login": "viewer", "password": PASSWORD}
    other = anonymous(app)
    token = token_in(other.get("/login").text)
    other.cookies.set(COOKIE, before)
    assert other.post("/login", data={**data, "csrf_token": token}).status_code == 403
    assert first.get("/help").status_code == 200, "a login without the form's token must change nothing"
    assert first.post("/login", data).status_code == 303
    late = anonymous(app)
    late.cookies.set(COOKIE, before)
    assert late.get("/help").status_code == 303


def test_logging_out_ends_the_session_on_the_server(app):
    browser = log_in(app, "viewer")
    token = browser.client.cookies[COOKIE]
    assert browser.post("/logout").status_code == 303
    copy = anonymous(app)
    copy.cookies.set(COOKIE, token)
    assert copy.get("/help").status_code == 303


def test_a_login_from_a_foreign_form_is_refused(app):
    client = anonymous(app)
    data = {"login": "viewer", "password": PASSWORD}
    assert client.post("/login", data=data).status_code == 403
    assert client.post("/login", data={**data, "csrf_token": "x"}).status_code == 403
    client.get("/login")
    assert client.post("/login", data={**data, "csrf_token": "x"}).status_code == 403


def test_a_person_who_is_taken_away_is_out_at_once(app):
    people.add_person(app.state.store, "cli:test", "leaving", "某人", PASSWORD, [people.Grant("viewer")])
    browser = log_in(app, "leaving")
    assert browser.get("/help").status_code == 200
    people.deactivate(app.state.store, "cli:test", "leaving")
    assert browser.get("/help").status_code == 303


@pytest.mark.parametrize("https", [False, True])
def test_cookies_are_kept_from_scripts_and_from_plain_http(bare, https):
    app = create_app(bare, workbench=WorkbenchSettings(https=https))
    client = anonymous(app)
    client.base_url = "https://127.0.0.1" if https else "http://127.0.0.1"
    cookies = attempt(client).headers.get_list("set-cookie") + client.get("/login").headers.get_list("set-cookie")
    session = next(each for each in cookies if each.startswith(COOKIE))
    assert "HttpOnly" in session
    assert "samesite=lax" in session.lower()
    assert ("Secure" in session) is https
    assert "Max-Age" not in session


def test_own_password_needs_the_old_one_and_ends_every_session(app):
    people.add_person(app.state.store, "cli:test", "changing", "某人", PASSWORD, [people.Grant("viewer")])
    browser, elsewhere = log_in(app, "changing"), log_in(app, "changing")
    new = "another good phrase"
    wrong = browser.post("/account/password", {"old": "no", "new": new, "again": new})
    assert (wrong.status_code, "原密码不正确" in wrong.text) == (422, True)
    assert browser.post("/account/password", {"old": PASSWORD, "new": new, "again": "x"}).status_code == 422
    assert browser.post("/account/password", {"old": PASSWORD, "new": "short", "again": "short"}).status_code == 422
    assert browser.post("/account/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert elsewhere.get("/help").status_code == 303
    assert log_in(app, "changing", new).get("/help").status_code == 200


def test_nothing_published_yet_says_what_to_do(app):
    answer = log_in(app, "viewer").get("/search?q=1")
    assert answer.status_code == 503
    assert "sanfang demo" in answer.text

"""Every route: without a login, with the wrong role, with a missing, forged or foreign token, with hostile input."""

from __future__ import annotations

import pytest

from tests.workbench.people_at_work import HERE, PEOPLE, Browser, anonymous, log_in
from tests.workbench.routes import OWN, PUBLIC, Route, routes
from warehouse.state.permissions import ACTIONS, Person, may

HOSTILE = (
    "' or '1'='1",
    "'; drop table marts.fct_reconciliation_line; --",
    "\") union select * from read_text('/etc/passwd') --",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7191 }}{% raise %}${7*7191}",
    "\u202e\ufeff😀\U0010ffff",
    "9" * 400,
    "-1",
    "NaN",
    "a\r\nSet-Cookie: x=y",
)


def _protected(app) -> list[Route]:
    return [each for each in routes(app) if (each.method, each.path) not in PUBLIC]


def test_every_route_names_what_one_must_be_allowed(app):
    forgotten = [
        (each.method, each.path)
        for each in _protected(app)
        if each.action is None and (each.method, each.path) not in OWN
    ]
    assert forgotten == []
    assert {each.action for each in _protected(app)} - {None} <= set(ACTIONS)


def test_no_route_answers_without_a_login(app):
    client = anonymous(app)
    for each in _protected(app):
        answer = client.request(each.method, each.address())
        if each.method == "GET":
            assert answer.status_code == 303, each
            assert answer.headers["location"].startswith("/login?next="), each
            assert answer.content == b"", each
        else:
            assert answer.status_code == 401, each


def test_unknown_addresses_say_nothing_without_a_login(app):
    client = anonymous(app)
    for path in ("/docs", "/openapi.json", "/redoc", "/.env", "/static/../app.py", "/nothing", "//evil.example/x"):
        assert client.get(path).status_code in (303, 404), path
    assert client.get("/static/..%2fapp.py").status_code == 404


def test_a_made_up_or_ended_session_is_none(app):
    client = anonymous(app)
    for token in (b"", b"x", b"'; --", b"0" * 5000, "é\udcff".encode("utf-8", "surrogatepass"), b"\xff\xfe"):
        assert client.get("/help", headers={b"Cookie": b"sanfang_session=" + token}).status_code == 303, token


@pytest.mark.parametrize("login", [name for name in PEOPLE if name not in ("everything", "stranger")])
def test_the_wrong_role_is_refused(app, browsers, login):
    browser = browsers[login]
    person = Person(login, login, True, PEOPLE[login])
    refused = 0
    for each in _protected(app):
        if each.action is None or may(person, each.action):
            continue
        refused += 1
        answer = _send(browser, each, each.address())
        assert answer.status_code == 403, (login, each)
        assert "没有权限" in answer.text
    assert refused > 0


def test_every_change_needs_the_token_of_its_own_session(app, browsers):
    mine, foreign = browsers["everything"], browsers["reviewer"].csrf
    changes = [each for each in _protected(app) if each.method != "GET" and (each.method, each.path) not in OWN]
    assert len(changes) >= 5
    for each in changes:
        address = each.address()
        for given in ({}, {"csrf_token": ""}, {"csrf_token": "0" * 64}, {"csrf_token": foreign}):
            answer = mine.client.request(each.method, address, data=given)
            assert (answer.status_code, "页面已过期" in answer.text) == (403, True), (each, given)
        answer = mine.client.request(each.method, address, headers={"X-CSRF-Token": foreign})
        assert answer.status_code == 403, each


def test_a_change_from_another_site_is_refused_even_with_the_token(app, browsers):
    mine = browsers["everything"]
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert mine.post("/audit/verify", headers=headers).status_code == 403, headers
    assert mine.post("/audit/verify", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.fixture(scope="module")
def real(app) -> dict[str, str]:
    """A value that exists for each parameter of a path, so that what is behind the path is reached."""
    with app.state.published.reading(None) as reader:
        line = reader.row(
            "select * from marts.fct_reconciliation_line where verdict = 'only_right' order by record_key limit 1"
        )
        control = reader.row("select min(control_id) as control_id from marts.mart_control_result")
    assert line
    assert control
    return {
        "region": HERE, "period": line["period"], "leg": line["leg"], "fund": line["fund_code"], "year": "2020",
        "row_no": "1", "source_file_id": line["source_file_id"], "number": str(line["source_row"]),
        "line_id": line.get("line_id") or line["record_key"], "control_id": control["control_id"], "login": "viewer",
        "name": "650000-annual-report.html", "decision_id": "x",
    }  # fmt: skip


def test_there_is_a_real_value_for_every_parameter(app, real):
    missing = {name for each in _protected(app) for name in each.places} - set(real)
    assert missing == set()
    browser = log_in(app, "everything")
    pages = [each for each in _protected(app) if each.method == "GET" and "decision_id" not in each.places]
    codes = {
        each.path: browser.get(each.address(real), params=dict.fromkeys(each.required, "1")).status_code
        for each in pages
    }
    assert {path: code for path, code in codes.items() if code not in (200, 303, 404)} == {}
    assert len([code for code in codes.values() if code == 200]) > 12


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_data_and_never_an_error(app, browsers, real, text):
    browser = browsers["everything"]
    for each in _protected(app):
        if (each.method, each.path) in OWN or each.path.startswith(("/account", "/people/{login}")):
            continue
        for place in each.places:
            _is_harmless(_send(browser, each, each.address({**real, place: text})), each)
        _is_harmless(_send(browser, each, each.address(real), text), each)


def test_hostile_logins_in_the_path(app, browsers, real):
    for each in _protected(app):
        for text in HOSTILE if each.path.startswith("/people/{login}") else ():
            _is_harmless(_send(browsers["everything"], each, each.address({"login": text}), text), each)


def _is_harmless(answer, each: Route) -> None:
    assert answer.status_code < 500, (each, answer.request.url, answer.text[:400])
    for sign in ("<script>alert", "<img src=x", str(7 * 7191), "root:x:", "Traceback"):
        assert sign not in answer.text, (each, sign)
    assert "x=y" not in answer.headers.get("set-cookie", "")


def test_text_that_cannot_be_stored_is_refused_everywhere(app, browsers):
    browser = browsers["everything"]
    assert browser.get("/search?q=a%00b").status_code == 400
    assert browser.get("/files/a%00b").status_code == 400
    assert browser.post("/people", {"login": "a\0b", "name": "x", "role": "viewer"}).status_code == 400
    for charset in ("unicode_escape", "idna", "utf-7", "rot13", "utf-16", "nonsense"):
        body = "\r\n".join(
            line
            for name, value in (("csrf_token", browser.csrf), ("login", "abc"), ("name", r"\ud800"), ("role", "viewer"))
            for line in ("--b", f'Content-Disposition: form-data; name="{name}"', "", value)
        )
        headers = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
        answer = browser.client.post("/people", content=f"{body}\r\n--b--\r\n", headers=headers)
        assert answer.status_code < 500, charset


def _send(browser: Browser, each: Route, address: str, text: str | None = None):
    values = dict.fromkeys(each.query, text) if text is not None else {}
    if each.method == "GET":
        return browser.get(address, params=values)
    fields = dict.fromkeys((name for name in each.fields if name != "csrf_token"), text if text is not None else "x")
    return browser.post(address, fields, params=values)

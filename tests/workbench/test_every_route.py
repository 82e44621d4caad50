"""Every route: without a login, with the wrong role, with a missing, forged or foreign token, with hostile input."""

from __future__ import annotations

import pytest
from fastapi import Depends

from tests.workbench.people_at_work import HERE, PEOPLE, Browser, NoThrottle, anonymous, log_in
from tests.workbench.routes import OWN, PUBLIC, Route, routes
from warehouse.state.permissions import ACTIONS, Person, may
from workbench.app import create_app
from workbench.settings import WorkbenchSettings

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
        "name": "650000-annual-report.html", "decision_id": "x", "party": "tax",
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
    answers = []
    for each in _protected(app):
        if (each.method, each.path) in OWN or each.path.startswith(("/account", "/people/{login}")):
            continue
        for place in each.places:
            answers.append((each, _send(browser, each, each.address({**real, place: text}))))
        answers.append((each, _send(browser, each, each.address(real), text)))
    assert len(answers) > 40
    assert _harm(answers) == []


def test_hostile_logins_in_the_path(app, browsers):
    answers = [
        (each, _send(browsers["everything"], each, each.address({"login": text}), text))
        for each in _protected(app)
        for text in HOSTILE
        if each.path.startswith("/people/{login}")
    ]
    assert len(answers) >= 3 * len(HOSTILE)
    assert _harm(answers) == []


def test_hostile_input_reaches_the_pages_and_comes_back_as_text(browsers):
    """Without this the tests above could pass because nothing of what they send is ever shown."""
    for path, name in (("/search", "q"), ("/differences", "q"), ("/audit", "subject")):
        page = browsers["everything"].get(path, params={name: '"><img src=x onerror=alert(1)>'}).text
        assert "&lt;img src=x onerror=alert(1)&gt;" in page, path


@pytest.mark.parametrize(
    ("sign", "body"),
    [
        ("500", lambda text: 1 / 0),
        ("<script>alert", lambda text: f"<p>{text}</p>" if text.startswith("<script") else ""),
        ("root:x:", lambda text: "root:x:0:0:root:/root:/bin/bash" if "passwd" in text else ""),
        (str(7 * 7191), lambda text: str(7 * 7191) if "7 * 7191" in text else ""),
    ],
)
def test_a_page_that_did_harm_would_be_found(home, browsers, sign, body):
    """The same check over an application with one careless page more."""
    from starlette.responses import HTMLResponse

    from workbench.access import require

    careless = create_app(home, workbench=WorkbenchSettings())
    careless.state.throttle = NoThrottle()

    @careless.get("/careless", dependencies=[Depends(require("read"))])
    def _show(q: str = "") -> HTMLResponse:
        return HTMLResponse(str(body(q)))

    client = anonymous(careless)
    client.cookies.update(browsers["everything"].client.cookies)
    browser = Browser(client, "everything", browsers["everything"].csrf)
    page = next(each for each in routes(careless) if each.path == "/careless")
    answers = [(page, _send(browser, page, page.address(), text)) for text in HOSTILE]
    assert {found for found, _ in _harm(answers)} == {sign}


def _harm(answers) -> list[tuple[str, str]]:
    """(what is wrong, where) of the answers to something hostile."""
    found = []
    for each, answer in answers:
        where = f"{each.method} {answer.request.url}"
        if answer.status_code >= 500:
            found.append((str(answer.status_code), where))
        for sign in ("<script>alert", "<img src=x", str(7 * 7191), "root:x:", "Traceback"):
            if sign in answer.text:
                found.append((sign, where))
        if "x=y" in answer.headers.get("set-cookie", ""):
            found.append(("set-cookie", where))
    return found


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

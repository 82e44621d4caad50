"""What every answer carries, and what the pages do when something goes wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import workbench
from tests.workbench.people_at_work import HERE, PASSWORD, NoThrottle, anonymous, log_in, token_in
from workbench.app import create_app
from workbench.limits import FORM_BYTES, LOGIN_BYTES
from workbench.settings import WorkbenchSettings

FOLDER = Path(workbench.__file__).parent
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def breaking(home):
    """The application with one page that breaks."""
    app = create_app(home, workbench=WorkbenchSettings(upload_megabytes=1))

    @app.get("/breaks")
    def breaks():
        raise RuntimeError("the password is swordfish")

    return app


def answers(app, browser):
    """One answer of each kind."""
    client = anonymous(app)
    yield 200, client.get("/health")
    yield 200, client.get("/login")
    yield 303, client.get("/files")
    yield 401, client.post("/audit/verify")
    yield 403, browser.client.post("/audit/verify")
    yield 404, browser.get("/nothing")
    yield 404, browser.get("/files/nothing")
    yield 405, browser.post("/search")
    yield 422, browser.get("/search?page_no=x")
    yield 400, browser.get("/search?q=%00")
    yield 413, browser.post("/people", headers={"Content-Length": str(FORM_BYTES + 1)})
    yield 500, browser.get("/breaks")
    yield 200, browser.get("/files")
    yield 200, client.get("/static/sanfang.css")
    yield 404, client.get("/static/nothing.css")
    yield 400, client.get("/login", headers={"Host": "evil.example"})


def test_every_answer_carries_the_secure_headers(breaking, caplog):
    browser = log_in(breaking, "everything")
    for status, answer in answers(breaking, browser):
        assert answer.status_code == status, (answer.request.url, answer.text[:300])
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE, answer.request.url
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "server" not in answer.headers
        assert "strict-transport-security" not in answer.headers


def test_https_is_asked_to_stay(home):
    app = create_app(home, workbench=WorkbenchSettings(https=True))
    assert "max-age" in anonymous(app).get("/health").headers["strict-transport-security"]


def test_pages_with_data_are_never_kept_in_a_cache(browsers):
    assert browsers["viewer"].get("/files").headers["cache-control"] == "no-store"


def test_an_error_shows_a_number_and_nothing_of_the_inside(breaking, caplog):
    answer = log_in(breaking, "viewer").get("/breaks")
    assert answer.status_code == 500
    number = re.search(r"编号 ([0-9a-f]{8})", answer.text)
    assert number
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    assert number[1] in caplog.text
    assert "swordfish" in caplog.text


@pytest.mark.parametrize("path", ["/nothing", "/files/nothing", "/search?page_no=x"])
def test_error_pages_are_chinese_and_offer_a_way_on(browsers, path):
    answer = browsers["viewer"].get(path)
    assert answer.status_code in (404, 422)
    assert "返回总览" in answer.text
    assert not re.search(r"Not Found|detail", answer.text)


def test_a_partial_gets_a_partial_error(browsers):
    answer = browsers["viewer"].get("/nothing", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    gone = anonymous(browsers["viewer"].client.app).get("/files", headers={"HX-Request": "true"})
    assert (gone.status_code, gone.headers["HX-Redirect"][:6]) == (401, "/login")


def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_limit(breaking):
    client = anonymous(breaking)

    def endless():
        sent = 0
        while sent < 50 * LOGIN_BYTES:
            sent += 65536
            yield b"x" * 65536

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=endless(), headers=headers).status_code == 413


def test_a_length_that_is_no_number_is_refused(breaking):
    answer = anonymous(breaking).post("/login", headers={"Content-Length": "-5"})
    assert answer.status_code == 413


def test_writes_are_slowed_down(home):
    app = create_app(home, workbench=WorkbenchSettings())
    browser = log_in(app, "everything")
    codes = {browser.post("/people/nobody/grants", {"role": "viewer"}).status_code for _ in range(125)}
    assert codes == {422, 429}
    # No page has to think of it: whatever changes something is counted where its token is looked at.
    for path in ("/decisions/new", "/decisions/many", "/audit/verify", f"/statement/{HERE}/202003/tax_fin/110/sign"):
        assert browser.post(path).status_code == 429, path
    assert browser.get("/help").status_code == 200


def test_nothing_inline_in_any_template():
    for path in sorted((FOLDER / "templates").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text), path.name
        assert not re.search(r"""\sstyle\s*=\s*["']""", text), path.name
        assert "<style" not in text, path.name
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, (path.name, tag)
        assert "|safe" not in text.replace(" ", ""), path.name
        assert "autoescape" not in text, path.name
        for form in re.findall(r"<form[^>]*method=.post.*?</form>", text, re.S):
            assert 'include "csrf.html"' in form or 'name="csrf_token"' in form, (path.name, form[:200])


def test_nothing_is_fetched_from_elsewhere():
    for path in [*(FOLDER / "templates").glob("*.html"), *(FOLDER / "static").glob("*.*")]:
        assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", path.read_text(encoding="utf-8")), (
            path
        )


def test_another_programs_login_takes_the_place_of_ours(home, app):
    """Inside Airflow: its session, no login page of ours, and still no change without a token."""
    from warehouse.state.people import find_person
    from workbench.access import Viewer

    async def airflow(request):
        name = request.headers.get("x-airflow-user")
        person = find_person(app.state.store, name) if name else None
        return Viewer(person, "token-of-airflow") if person else None

    mounted = create_app(home, authenticate=airflow, workbench=WorkbenchSettings())
    mounted.state.throttle = NoThrottle()
    client = anonymous(mounted)
    assert client.get("/login").status_code == 401
    assert client.get("/files").status_code == 401
    page = client.get("/files", headers={"x-airflow-user": "viewer"})
    assert page.status_code == 200
    assert "退出" not in page.text
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    auditor = {"x-airflow-user": "auditor"}
    assert client.post("/audit/verify", headers=auditor).status_code == 403
    assert client.post("/audit/verify", headers={**auditor, "X-CSRF-Token": "token-of-airflow"}).status_code == 200


def test_mounted_below_a_path_all_links_stay_below_it(home):
    from fastapi import FastAPI

    outer = FastAPI()
    outer.mount("/sanfang", create_app(home, workbench=WorkbenchSettings()))
    client = anonymous(outer)
    assert client.get("/sanfang/files").headers["location"] == "/sanfang/login?next=%2Fsanfang%2Ffiles"
    data = {"login": "viewer", "password": PASSWORD, "csrf_token": token_in(client.get("/sanfang/login").text)}
    answer = client.post("/sanfang/login", data={**data, "next": "/sanfang/files"})
    assert answer.headers["location"] == "/sanfang/files"
    assert "Path=/sanfang" in answer.headers["set-cookie"]
    page = client.get("/sanfang/files").text
    assert not [link for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', page) if not link.startswith("/sanfang")]
    style = re.search(r'href="(/sanfang/static/sanfang.css[^"]*)"', page)[1]
    assert client.get(style).status_code == 200

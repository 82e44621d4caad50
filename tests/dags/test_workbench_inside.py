"""The workbench mounted in another program: its login decides who asks, the state database what they may do."""

import re
import sys

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.dags.colleagues import register
from warehouse.settings import Settings
from warehouse.state.people import deactivate
from workbench.app import create_app
from workbench.guest import GuestLogin

PREFIX = "/sanfang"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    found = Settings(home=tmp_path_factory.mktemp("guest"))
    deactivate(register(found), "cli:test", "shuiwu")
    return found


@pytest.fixture(scope="module")
def inside(settings):
    """The host program: whoever sends the header has logged in to it."""

    async def login_of(request):
        return request.headers.get("x-host-user")

    app = create_app(settings, authenticate=GuestLogin(settings, login_of, "host secret"))
    host = FastAPI()
    host.mount(PREFIX, app)
    with TestClient(host, follow_redirects=False) as client:
        client.routes = [
            (method, PREFIX + re.sub(r"\{[^}]+\}", "202001", route.path))
            for route in app.routes
            if isinstance(route, APIRoute)
            for method in sorted(route.methods)
        ]
        yield client


def test_without_the_hosts_login_nothing_answers(inside):
    answers = {path: inside.request(method, path).status_code for method, path in inside.routes}
    assert len(answers) > 15
    assert {path for path, status in answers.items() if status != 401} <= {f"{PREFIX}/health"}


def test_there_is_no_second_login(inside):
    assert inside.get(f"{PREFIX}/login", headers={"x-host-user": "fuhe"}).status_code == 404
    assert not [path for _, path in inside.routes if path.endswith(("/login", "/logout"))]


@pytest.mark.parametrize("login", ["admin", "shuiwu", "' or 1=1 --", "fuhe "])
def test_who_is_no_active_person_is_told_whom_to_ask(inside, login):
    answer = inside.get(f"{PREFIX}/help", headers={"x-host-user": login})
    assert answer.status_code == 403
    assert "请联系管理员以同一登录名登记" in answer.text
    assert "or 1=1" not in answer.text or "&#39; or 1=1" in answer.text


def test_a_person_reads_and_is_named(inside):
    answer = inside.get(f"{PREFIX}/help", headers={"x-host-user": "fuhe"})
    assert answer.status_code == 200
    assert "fuhe 某" in answer.text and f'href="{PREFIX}/' in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def token_of(inside, login):
    page = inside.get(f"{PREFIX}/help", headers={"x-host-user": login}).text
    return re.search(r'name="csrf-token" content="([0-9a-f]{64})"', page).group(1)


def test_forms_carry_a_token_of_their_own_person(inside):
    path = next(path for method, path in inside.routes if method == "POST" and path.endswith("/people"))
    assert token_of(inside, "fuhe") == token_of(inside, "fuhe") != token_of(inside, "kuaiji")
    for token in ("", "0" * 64, token_of(inside, "kuaiji")):
        refused = inside.post(path, headers={"x-host-user": "fuhe", "X-CSRF-Token": token})
        assert refused.status_code == 403 and "页面已过期" in refused.text
    known = {"x-host-user": "fuhe", "X-CSRF-Token": token_of(inside, "fuhe")}
    assert "页面已过期" not in inside.post(path, headers=known).text
    elsewhere = inside.post(path, headers={**known, "Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403


@pytest.mark.airflow
def test_airflow_loads_the_plugin_without_building_the_pages(airflow_home, monkeypatch):
    from tests.dags.conftest import DAGS

    monkeypatch.syspath_prepend(str(DAGS / "plugins"))
    monkeypatch.delitem(sys.modules, "sanfang_workbench", raising=False)
    import sanfang_workbench as plugin

    (mounted,) = plugin.SanfangPlugin.fastapi_apps
    assert (mounted["url_prefix"], mounted["app"]._app) == (PREFIX, None)
    (view,) = plugin.SanfangPlugin.external_views
    assert (view["href"], view["destination"]) == (f"{PREFIX}/", "nav")

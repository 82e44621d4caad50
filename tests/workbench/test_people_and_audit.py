"""The admin's and the auditor's pages, and Excel exports."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.workbench.people_at_work import PASSWORD, NoThrottle, add_people, anonymous, log_in, token_in
from warehouse.settings import Settings
from warehouse.state.journal import entries
from warehouse.state.people import find_person
from workbench.app import create_app
from workbench.settings import WorkbenchSettings

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("people"))
    add_people(settings)
    app = create_app(settings, workbench=WorkbenchSettings())
    app.state.throttle = NoThrottle()
    return app


@pytest.fixture(scope="module")
def admin(site):
    return log_in(site, "admin")


def test_a_new_person_gets_a_password_that_is_shown_once(site, admin):
    answer = admin.post(
        "/people", {"login": "xin", "name": "新人", "role": "accountant", "party": "finance", "region": "650000"}
    )
    secret = re.search(r'<code class="secret">([^<]+)</code>', answer.text)
    assert secret
    assert secret[1] not in admin.get("/people").text
    assert log_in(site, "xin", secret[1]).get("/files").status_code in (200, 503)
    assert str(find_person(site.state.store, "xin").grants[0]) == "accountant:finance:650000"
    assert secret[1] not in "".join(entry.payload for entry in entries(site.state.store, limit=500))


def test_a_new_password_ends_the_sessions(site, admin):
    old = log_in(site, "agency")
    secret = re.search(r'<code class="secret">([^<]+)</code>', admin.post("/people/agency/password").text)[1]
    assert old.get("/help").status_code == 303
    client = anonymous(site)
    data = {"login": "agency", "password": PASSWORD, "csrf_token": token_in(client.get("/login").text)}
    assert client.post("/login", data=data).status_code == 401
    assert log_in(site, "agency", secret).get("/help").status_code == 200


def test_roles_are_given_and_taken_and_count_at_once(site, admin):
    viewer = log_in(site, "viewer")
    assert viewer.get("/audit").status_code == 403
    assert admin.post("/people/viewer/grants", {"role": "auditor"}).status_code == 303
    assert viewer.get("/audit").status_code == 200
    assert admin.post("/people/viewer/grants", {"role": "auditor", "take": "1"}).status_code == 303
    assert viewer.get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("/people", {"login": "viewer", "name": "x", "role": "viewer"}, "已经有人用过"),
        ("/people", {"login": "BAD LOGIN", "name": "x", "role": "viewer"}, "登录名用小写字母"),
        ("/people", {"login": "neu", "name": "x", "role": "king"}, "没有角色"),
        ("/people", {"login": "neu", "name": "x", "role": "viewer", "region": "6x"}, "行政区划代码"),
        ("/people/admin/grants", {"role": "auditor"}, "不能更改自己的角色"),
        ("/people/admin/deactivate", {}, "不能停用自己"),
        ("/people/nobody/password", {}, "没有登录名"),
    ],
)
def test_refusals_say_why(admin, path, fields, words):
    answer = admin.post(path, fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_name_is_text_wherever_it_is_shown(site, admin):
    admin.post("/people", {"login": "hostile", "name": SCRIPT, "role": "viewer"})
    assert "&lt;script&gt;" in admin.get("/people").text
    auditor = log_in(site, "auditor")
    for page in (admin.get("/people"), auditor.get("/audit"), auditor.get("/audit?subject=hostile")):
        assert SCRIPT not in page.text


def test_the_journal_is_shown_filtered_and_page_by_page(site):
    auditor = log_in(site, "auditor")
    for number in range(60):
        auditor.get(f"/help?{number}")
    page = auditor.get("/audit", params={"action": "person_added", "subject": "reviewer"}).text
    assert page.count("<tr>") == 2
    first = auditor.get("/audit").text
    following = re.search(r"before=(\d+)", first)
    if following:
        older = auditor.get(f"/audit?before={following[1]}").text
        numbers = [int(n) for n in re.findall(r'data-label="序号" class="num">(\d+)', older)]
        assert max(numbers) < int(following[1])


def test_every_declared_kind_of_entry_is_written_somewhere():
    """A name for what never happens is a filter that finds nothing. (An entry of no declared kind is refused.)"""
    from warehouse import exchange
    from warehouse.state.actions import ACTIONS

    root = Path(exchange.__file__).parents[2]
    sources = [path for place in ("warehouse", "workbench") for path in (root / place).rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources if path.name not in ("actions.py", "permissions.py"))
    composed = {f"exchange_{what}" for what in ("sent", "read", "refused")}
    composed |= {f"decision_{what}" for what in ("approved", "rejected", "withdrawn")}
    assert [kind for kind in ACTIONS if kind not in composed and f'"{kind}"' not in text] == []
    assert len(set(ACTIONS.values())) == len(ACTIONS)


def test_a_checked_decision_and_a_signature_are_found_by_their_kind(app, browsers):
    """Read back from the real journal: each entry there has a name that the drop-down offers."""
    from warehouse.state.actions import ACTIONS

    kinds = {each.action for each in entries(app.state.store, limit=5000)}
    assert kinds and kinds <= set(ACTIONS)
    page = browsers["auditor"].get("/audit?action=login").text
    assert "登录名" in page and ">token_hash<" not in page


def test_the_chain_is_verified_and_one_changed_byte_is_named(tmp_path):
    settings = Settings(home=tmp_path)
    add_people(settings)
    app = create_app(settings, workbench=WorkbenchSettings())
    auditor = log_in(app, "auditor")
    assert "校验通过" in auditor.post("/audit/verify").text
    with app.state.store.engine.begin() as connection:
        for (trigger,) in connection.exec_driver_sql(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            connection.exec_driver_sql(f"drop trigger {trigger}")
        connection.exec_driver_sql("update audit_entry set payload = replace(payload, '姓名viewer', '姓名viewez')")
    answer = auditor.post("/audit/verify").text
    assert "处不符" in answer
    assert "person_added viewer" in answer


def rows(answer) -> list[tuple]:
    assert answer.status_code == 200, answer.text[:300]
    assert "attachment" in answer.headers["content-disposition"]
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_exports_hold_numbers_as_numbers_and_are_journalled(app, browsers):
    with app.state.published.reading(None) as reader:
        line = reader.row(
            "select record_key, amount from marts.fct_reconciliation_line where amount > 1000 order by 1 limit 1"
        )
    found = rows(browsers["accountant"].get("/export/search", params={"q": line["record_key"]}))
    place = found[0].index("金额（元）")
    assert Decimal(str(found[1][place])) in (line["amount"], -line["amount"])
    assert isinstance(found[1][place], float | int)
    assert isinstance(found[1][found[0].index("记录")], str)
    newest = entries(app.state.store, action="export", limit=1)[0]
    assert (newest.actor, newest.subject) == ("accountant", "查找结果")
    totals = rows(browsers["accountant"].get("/export/files"))
    assert any(isinstance(row[totals[0].index("报告合计")], float | int) for row in totals[1:])


def test_text_never_becomes_a_formula(app):
    from workbench.excel import _write

    file = io.BytesIO()
    _write(file, [("表", ("栏",), [("=cmd|' /C calc'!A0",), ("+1",), ("http://evil.example",), (Decimal("-12.30"),)])])
    sheet = openpyxl.load_workbook(file).active
    assert [sheet.cell(row, 1).data_type for row in range(2, 6)] == ["s", "s", "s", "n"]
    assert sheet.cell(4, 1).hyperlink is None
    assert Decimal(str(sheet.cell(5, 1).value)) == Decimal("-12.30")


def test_exports_need_the_right(browsers):
    assert browsers["viewer"].get("/export/files").status_code == 403
    assert browsers["accountant"].get("/export/audit").status_code == 403

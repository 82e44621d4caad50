"""The page: who gets which workbook, what it shows, and the answered file coming back through the browser's form."""

import re
import shutil
from urllib.parse import unquote

import duckdb
import pytest
from answered import PASSWORD, answer, firsts
from fastapi.testclient import TestClient

from warehouse.exchange.sending import SENT
from warehouse.state.decisions import list_decisions
from warehouse.state.journal import entries
from workbench.app import create_app

AGENCY = "/exchange/social_security/650000/202004"
TAX = "/exchange/tax/650000/202002"
FINANCE = "/exchange/finance/650000/202004"


@pytest.fixture
def browser(settings, people):
    app = create_app(settings)

    def signed_in(login):
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        token = _token(client.get("/login").text)
        given = {"login": login, "password": PASSWORD, "csrf_token": token}
        assert client.post("/login", data=given).status_code == 303
        return client

    return signed_in


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("taxer", TAX, 200), ("taxer", AGENCY, 403), ("taxer", FINANCE, 403), ("payer", FINANCE, 200), ("payer", TAX, 403),
        ("agency", AGENCY, 200), ("agency", TAX, 200), ("checker", TAX, 200), ("viewer", TAX, 403), ("elsewhere", TAX, 403),
        ("taxer", "/exchange/tax/650100/202002", 403), ("agency", "/exchange/bank/650000/202002", 404),
    ],
)  # fmt: skip
def test_who_gets_which_workbook(browser, store, login, path, status):
    client = browser(login)
    assert client.get(path).status_code == status
    assert client.get(f"{path}/file").status_code == status
    assert len(entries(store, action=SENT)) == (1 if status == 200 else 0)


def test_the_overview_lists_only_what_one_may_send(browser):
    shown = browser("taxer").get("/exchange").text
    assert TAX in shown and "/exchange/finance/" not in shown and "/exchange/social_security/" not in shown
    shown = browser("agency").get("/exchange").text
    assert all(path in shown for path in (TAX, AGENCY, FINANCE))
    assert browser("viewer").get("/exchange").status_code == 403
    assert browser("elsewhere").get("/exchange?region=650000").status_code == 403


def test_the_preview_shows_what_will_be_sent(browser, package):
    shown = browser("agency").get(AGENCY).text
    for row in package.outgoing.sheets[0].rows:
        assert f"{row.amount:,.2f}" in shown
    assert f"{package.outgoing.sheets[0].rows[0].difference_total:,.2f}" in shown and "税务独有：社保未入账" in shown
    assert "没有要" in browser("agency").get("/exchange/tax/650000/202011").text


def test_the_download_is_the_journalled_workbook(browser, store, package):
    got = browser("agency").get(f"{AGENCY}/file")
    assert got.content == package.content
    assert "差异核对表_社会保险经办机构_650000_202004" in unquote(got.headers["content-disposition"])
    assert entries(store, action=SENT)[0].actor == "agency"


def test_an_answered_workbook_is_handed_in(browser, store, package):
    client = browser("agency")
    shown = _hand_in(client, AGENCY, answer(package, {1: {"answer": "社保未入账"}, 4: {"answer": "对方无误"}}))
    made = list_decisions(store, status="proposed")
    assert shown.status_code == 200 and len(made) == 1 and made[0].maker == "agency"
    assert f"/decisions/{made[0].decision_id}" in shown.text and "记录在案" in shown.text
    again = _hand_in(client, AGENCY, answer(package, {1: {"answer": "社保未入账"}, 4: {"answer": "对方无误"}}))
    assert again.status_code == 200 and "已经读入过" in again.text and len(list_decisions(store)) == 1
    assert "读入答复 2 项" in client.get(AGENCY).text


def test_a_refused_workbook_names_its_rows(browser, store, package):
    remark = "&lt;script&gt;alert(1)&lt;/script&gt;"
    shown = _hand_in(browser("agency"), AGENCY, answer(package, {1: {"answer": remark}}))
    assert shown.status_code == 422 and f">{firsts(package)[1].number}<" in shown.text
    assert "<script>alert" not in shown.text and list_decisions(store) == []


@pytest.mark.parametrize(("login", "status"), [("taxer", 403), ("checker", 403), ("viewer", 403), ("elsewhere", 403)])
def test_who_may_not_hand_in(browser, store, package, login, status):
    assert _hand_in(browser(login), AGENCY, answer(package, {1: {"answer": "社保未入账"}})).status_code == status
    assert list_decisions(store) == []


def test_a_forged_form_is_refused(browser, store, package):
    content = answer(package, {1: {"answer": "社保未入账"}})
    client = browser("agency")
    files = {"file": ("a.xlsx", content)}
    assert client.post(AGENCY, files=files).status_code == 403
    assert client.post(AGENCY, files=files, data={"csrf_token": "0" * 64}).status_code == 403
    assert list_decisions(store) == []


def test_other_files_and_none_are_refused(browser):
    client = browser("agency")
    for content in (b"", b"hello", b"PK\x03\x04" + b"0" * 100):
        assert _hand_in(client, AGENCY, content).status_code == 422
    assert client.post(AGENCY, data={"csrf_token": _token(client.get(AGENCY).text)}).status_code == 422


def _hand_in(client, path, content):
    token = _token(client.get("/help").text)
    return client.post(path, files={"file": ("填好的.xlsx", content)}, data={"csrf_token": token})


def _token(text):
    found = re.search(r'name="csrf_token" value="([^"]+)"|name="csrf-token" content="([^"]+)"', text)
    return found[1] or found[2]


def test_from_a_difference_to_the_workbook_and_its_answer_back(browser, store, package):
    client = browser("agency")
    row = firsts(package)[1]
    shown = client.get(f"/differences/{row.unit_key}?leg={row.leg}").text
    assert (
        f"/exchange/of?region=650000&amp;leg=ssa_tax&amp;line_id={row.unit_key}" in shown
        and package.outgoing.manifest.exchange_id in shown
    )
    moved = client.get("/exchange/of", params={"region": "650000", "leg": "ssa_tax", "line_id": row.unit_key})
    assert (moved.status_code, moved.headers["location"]) == (303, AGENCY)
    assert client.get("/exchange/of", params={"region": "650000", "leg": "ssa_tax", "line_id": "x"}).status_code == 404
    _hand_in(client, AGENCY, answer(package, {1: {"answer": "将补送文件", "remark": "六月随文补送"}}))
    assert "六月随文补送" in client.get(f"/differences/{row.unit_key}?leg={row.leg}").text


def test_another_region_s_lines_of_the_same_content_are_not_mixed_in(browser, settings, people):
    copy = settings.published_path.resolve()
    (settings.home / "published").unlink()
    (settings.home / "published").mkdir()
    shutil.copy(copy, settings.published_path)
    with duckdb.connect(settings.published_path) as connection:
        for table in ("mart_open_item", "fct_reconciliation_line", "dim_payer"):
            connection.execute(
                f"insert into marts.{table} select * replace ('650100' as region_code) from marts.{table}"
            )
    assert "差异 6 项" in browser("agency").get(AGENCY).text
    assert browser("elsewhere").get("/exchange/tax/650100/202002").status_code == 200

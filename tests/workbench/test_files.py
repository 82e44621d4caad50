"""Deliveries: receipts, refusals, rows as delivered, and a corrected file handed in by its party's accountant."""

from __future__ import annotations

import csv
import json
import shutil
import threading
from datetime import date

import pytest

from ingest.intake import take_in
from tests.workbench.people_at_work import HERE, NoThrottle, add_people, log_in
from warehouse.deadlines import due_day
from warehouse.settings import Settings
from warehouse.state.journal import entries
from workbench.app import create_app
from workbench.deadlines import monthly, months
from workbench.delivery import DeliveryRefused, plan, put
from workbench.receipts import Receipts, contracts
from workbench.settings import WorkbenchSettings

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def own(tmp_path_factory, golden) -> Settings:
    """A home whose landing zone the tests may add to."""
    settings = Settings(home=tmp_path_factory.mktemp("files"))
    shutil.copytree(golden.landing_path, settings.landing_path)
    shutil.copytree(golden.published_path.parent, settings.published_path.parent)
    add_people(settings)
    (settings.inbox_path / "tax").mkdir(parents=True)
    (settings.inbox_path / "tax" / f"{SCRIPT.replace('/', '_')}.csv").write_bytes(b"x")
    header = f"{SCRIPT},明细序号\n".encode("gb18030")
    (settings.inbox_path / "tax" / f"tax_collection_{HERE}_202012_v9.csv").write_bytes(header)
    take_in(settings.inbox_path, settings.landing())
    return settings


@pytest.fixture(scope="module")
def site(own):
    app = create_app(own, workbench=WorkbenchSettings(upload_megabytes=1))
    app.state.throttle = NoThrottle()
    return app


@pytest.fixture(scope="module")
def accountant(site):
    return log_in(site, "accountant")


@pytest.fixture(scope="module")
def ids(own) -> dict[str, str]:
    """Some receipts by what they are."""
    receipts = [json.loads(p.read_text()) for p in sorted((own.landing_path / "receipts").glob("*.json"))]
    return {
        "tax": next(
            r["source_file_id"] for r in receipts if r["dataset"] == "tax_collection" and r["status"] == "accepted"
        ),
        "persons": next(r["source_file_id"] for r in receipts if r["dataset"] == "ss_benefit"),
        "rejects": next(r["source_file_id"] for r in receipts if r["reject_rows"]),
        "refused": next(r["source_file_id"] for r in receipts if r["status"] == "refused" and r["dataset"]),
        "unnamed": next(r["source_file_id"] for r in receipts if r["status"] == "refused" and not r["dataset"]),
    }


def test_the_list_names_what_is_there_and_what_was_refused(accountant):
    page = accountant.get("/files").text
    assert "到齐" in page
    assert "退回 1 份" in page
    assert SCRIPT not in page


def test_a_refusal_is_shown_as_text_of_ours_never_the_report_made_of_the_senders_words(site, ids):
    browser = log_in(site, "everything")
    for each in (ids["refused"], ids["unnamed"]):
        page = browser.get(f"/files/{each}")
        assert page.status_code == 200
        assert "文件退回单" in page.text
        assert "怎么办" in page.text
        assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in browser.get(f"/files/{ids['refused']}").text


def test_rejected_rows_have_their_reason_and_lead_to_the_row(accountant, ids):
    page = accountant.get(f"/files/{ids['rejects']}").text
    assert "退回该行" in page
    assert "应为日期" in page
    assert f"/files/{ids['rejects']}/rows/" in page


def test_a_row_is_shown_as_it_was_delivered_with_the_lines_it_became(accountant, ids):
    page = accountant.get(f"/files/{ids['tax']}/rows/2").text
    assert "电子税票号码" in page
    assert "社保到账与税务征收" in page
    assert "税务入库与财政专户" in page
    assert accountant.get(f"/files/{ids['tax']}/rows/999999").status_code == 404
    assert accountant.get(f"/files/{ids['tax']}/rows/-1").status_code == 422


def test_whoever_reads_rows_about_persons_is_in_the_journal(own, site, accountant):
    """Also where a key stands for the name; of companies' rows, and of refused requests, there is nothing to keep."""
    receipts = sorted((own.landing_path / "receipts").glob("*.json"))
    persons = next(path.stem for path in receipts if path.stem.startswith("ss_benefit-"))
    companies = next(path.stem for path in receipts if path.stem.startswith("tax_collection-"))
    store = site.state.store
    before = len(entries(store, action="read_personal"))
    for path in (f"/files/{companies}/rows", f"/files/{companies}/rows/2", f"/files/{persons}/rows/999999"):
        accountant.get(path)
    assert log_in(site, "stranger").get(f"/files/{persons}/rows").status_code == 404
    assert len(entries(store, action="read_personal")) == before
    assert accountant.get(f"/files/{persons}/rows?page_no=2").status_code == 200
    assert accountant.get(f"/files/{persons}/rows/2").status_code == 200
    newest = entries(store, action="read_personal", limit=2)
    assert [(each.actor, each.subject) for each in newest] == [("accountant", persons)] * 2
    said = [each.content["details"] for each in newest]
    assert said == [{"region": HERE, "rows": "第 2 行"}, {"region": HERE, "rows": "第 2 页，每页 50 行"}]
    page = log_in(site, "auditor").get("/audit?action=read_personal").text
    assert "查阅个人信息" in page and persons in page


def test_no_page_of_files_shows_a_person(own, site, accountant, ids):
    """Names and identity numbers are only in the raw bytes; the pages show a keyed hash."""
    digest = json.loads((own.landing_path / "receipts" / f"{ids['persons']}.json").read_text())["sha256"]
    raw = (own.landing_path / "raw" / digest[:2] / digest).read_bytes().decode("utf-8-sig")
    personal = {column.header for column in contracts()["ss_benefit"].columns if column.personal}
    lines = list(csv.reader(raw.splitlines()))
    places = [number for number, head in enumerate(lines[0]) if head in personal]
    assert len(places) == 2
    secret = {line[place].strip() for line in lines[1:6] for place in places}
    assert len(secret) >= 6
    for path in (f"/files/{ids['persons']}", f"/files/{ids['persons']}/rows", f"/files/{ids['persons']}/rows/2"):
        text = accountant.get(path).text
        assert [value for value in secret if value in text] == [], path
    assert "人员标识" in accountant.get(f"/files/{ids['persons']}/rows/2").text


def hand_in(browser, name, content=b"x", **more):
    files = {"file": (name, content, "text/csv")}
    return browser.client.post("/files/upload", data={"csrf_token": browser.csrf, **more}, files=files)


def test_a_corrected_file_goes_into_the_inbox_and_the_journal(own, site, accountant):
    name = f"tax_collection_{HERE}_202003_v2.csv"
    said = accountant.post("/files/upload/check", {"name": name}).text
    assert "第 2 版替代现用的第 1 版" in said
    answer = hand_in(accountant, name, b"corrected")
    assert answer.status_code == 200
    assert "已放入收件目录" in answer.text
    place = own.inbox_path / "tax" / name
    assert place.read_bytes() == b"corrected"
    assert not place.stat().st_mode & 0o007
    newest = entries(site.state.store, action="upload", limit=1)[0]
    assert (newest.actor, newest.subject) == ("accountant", name)
    again = hand_in(accountant, name, b"other")
    assert again.status_code == 422
    assert "没有覆盖" in again.text
    assert place.read_bytes() == b"corrected"
    assert [p.name for p in place.parent.glob(".upload-*")] == []


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.csv", "..\\evil.csv", "/etc/cron.d/x", f"tax_collection_{HERE}_202003_v2.csv/../x.csv", ".hidden.csv", "~$x.xlsx",
        f"tax_collection_{HERE}_202013_v2.csv", f"tax_collection_{HERE}_202003_v2.exe", f"unknown_{HERE}_202003.csv",
        f"tax_collection_{HERE}_202003_v2.csv.part", "", "x" * 300, f"{SCRIPT}.csv", f"tax_collection_{HERE}_202003_v2.zip",
    ],
)  # fmt: skip
def test_other_names_are_refused_and_nothing_is_written(own, accountant, name):
    before = sorted(own.inbox_path.rglob("*"))
    answer = hand_in(accountant, name)
    assert answer.status_code in (400, 422), name
    assert SCRIPT not in answer.text
    assert sorted(own.inbox_path.rglob("*")) == before


def test_only_the_own_party_and_region(own, site, accountant):
    before = sorted(own.inbox_path.rglob("*"))
    assert hand_in(accountant, f"ss_ledger_{HERE}_202003_v2.xlsx").status_code == 403
    assert hand_in(accountant, "tax_collection_620100_202003_v2.csv").status_code == 403
    assert hand_in(log_in(site, "viewer"), f"tax_collection_{HERE}_202004_v2.csv").status_code == 403
    assert sorted(own.inbox_path.rglob("*")) == before


def test_a_version_that_was_taken_or_a_twin_is_refused_with_the_name_to_use(own, accountant):
    answer = hand_in(accountant, f"tax_collection_{HERE}_202001.csv", b"something else")
    assert answer.status_code == 422
    assert f"tax_collection_{HERE}_202001_v2.csv" in answer.text
    receipt = json.loads(next((own.landing_path / "receipts").glob(f"tax_collection-{HERE}-202001-*.json")).read_text())
    same = (own.landing_path / "raw" / receipt["sha256"][:2] / receipt["sha256"]).read_bytes()
    answer = hand_in(accountant, f"tax_collection_{HERE}_202001_v2.csv", same)
    assert "完全相同" in answer.text
    assert not (own.inbox_path / "tax" / f"tax_collection_{HERE}_202001_v2.csv").exists()
    assert "是空的" in hand_in(accountant, f"tax_collection_{HERE}_202001_v2.csv", b"").text


def test_an_upload_above_the_limit_is_refused(own, accountant):
    answer = hand_in(accountant, f"tax_collection_{HERE}_202005_v2.csv", b"x" * 1_200_000)
    assert answer.status_code == 413
    assert not (own.inbox_path / "tax" / f"tax_collection_{HERE}_202005_v2.csv").exists()


def test_an_upload_needs_the_token(accountant):
    files = {"file": (f"tax_collection_{HERE}_202006_v2.csv", b"x", "text/csv")}
    assert accountant.client.post("/files/upload", files=files).status_code == 403


def test_of_two_uploads_at_once_one_wins_whole(own, tmp_path):
    import io

    delivered = Receipts(own).visible(None)
    planned = plan(f"tax_collection_{HERE}_202007_v2.csv", tmp_path, delivered)
    outcomes: list[str] = []

    def one(content: bytes) -> None:
        try:
            put(io.BytesIO(content), planned, tmp_path, delivered)
            outcomes.append("done")
        except DeliveryRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=one, args=(bytes([number]) * 3_000_000,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    content = (tmp_path / "tax" / planned.file_name).read_bytes()
    assert (len(content), len(set(content))) == (3_000_000, 1)
    assert len(list((tmp_path / "tax").iterdir())) == 1


def test_late_and_missing_by_the_delivery_day(own):
    contract = next(each for each in monthly() if each.dataset == "tax_collection")
    assert due_day("202012", contract.delivery) == date(2021, 1, 8)
    delivered = [each for each in Receipts(own).visible(None) if each.slot != ("ss_ledger", HERE, "202012")]
    place = [each.dataset for each in monthly()]
    calendar = {month.period: month for month in months(delivered, date(2021, 1, 9))}
    assert calendar["202012"].cells[place.index("ss_ledger")].state == "missing"
    late = {month.period: month for month in months(delivered, date(2021, 1, 20))}
    assert late["202012"].cells[place.index("ss_ledger")].state == "overdue"
    assert late["202012"].state == "waiting"
    assert {cell.state for cell in late["202101"].cells} == {"missing"}
    assert "202101" not in {month.period for month in months(delivered, date(2026, 1, 1))}
    assert calendar["201905"].state == "books_only"
    assert calendar["202011"].state == "complete"

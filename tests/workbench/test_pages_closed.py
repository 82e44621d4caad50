"""A closed month: as published at its close beside what is known now; decisions that lost their ground; older files."""

from __future__ import annotations

import re
import shutil

import duckdb
import pytest

from tests.workbench.people_at_work import HERE, add_people, log_in
from warehouse.settings import Settings
from workbench.app import create_app
from workbench.settings import WorkbenchSettings

MONTH = "202003"
CLOSE = f"""
insert into marts.fct_close (region_code, period, version, status, closed_by, reason, closed_at, digest)
values ('{HERE}', '{MONTH}', 1, 'current', 'reviewer', '三月对账完成', timestamp '2020-04-10 08:00:00', repeat('ab', 32));
insert into marts.fct_closed_bridge
select '{MONTH}', 1, leg, region_code, fund_code, period, basis, line_no, line_code, label,
    case when line_code = 'left_reported' then amount - 100 else amount end, status
from marts.fct_reconciliation_bridge where region_code = '{HERE}' and period = '{MONTH}';
insert into marts.fct_restatement (region_code, period, close_version, leg, party, record_key, change)
values ('{HERE}', '{MONTH}', 1, 'ssa_tax', 'tax', 'X-1', 'added');
insert into marts.fct_decision
    (decision_id, kind, leg, region_code, period, cause, maker, checker, approved_at, lines, state, why)
values ('D00000099', 'explain', 'ssa_tax', '{HERE}', '{MONTH}', 'keying', 'agency', 'reviewer',
    timestamp '2020-04-02 08:00:00', 2, 'orphaned', '1 行内容已变');
"""
OLD = """
drop table marts.mart_close_readiness; drop table marts.fct_decision;
alter table marts.fct_reconciliation_line drop column line_id;
"""


def opened(golden, folder, change: str):
    settings = Settings(home=folder)
    settings.published_path.parent.mkdir(parents=True)
    shutil.copy(golden.published_path, settings.published_path)
    with duckdb.connect(settings.published_path) as connection:
        connection.execute(change)
    add_people(settings)
    return create_app(settings, workbench=WorkbenchSettings())


@pytest.fixture(scope="module")
def viewer(golden, tmp_path_factory):
    return log_in(opened(golden, tmp_path_factory.mktemp("closed"), CLOSE), "viewer")


@pytest.fixture(scope="module")
def of_old(golden, tmp_path_factory):
    return log_in(opened(golden, tmp_path_factory.mktemp("old"), OLD), "viewer")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_overview_says_who_closed_and_what_moved_since(viewer):
    text = plain(viewer.get(f"/months/{HERE}/{MONTH}").text)
    assert "已结账（第 1 版）" in text and "三月对账完成" in text and "结账后变动 1 行" in text


def test_statement_as_published_is_beside_what_is_known_now(viewer):
    path = f"/statement/{HERE}/{MONTH}/ssa_tax/110"
    now = viewer.get(path).text
    then = viewer.get(f"{path}?version=1").text
    reported = re.compile(r"报告总额</td><td class=\"num ?\">([\d,.]+)</td>")
    assert reported.search(now)[1] != reported.search(then)[1]
    row = re.search(r"<tr><td>左方报告总额</td>(.*?)</tr>", then)[1]
    published, known, moved = re.findall(r">(-?[\d,.]+)</td>", row)
    assert (published, known, moved) == (reported.search(then)[1], reported.search(now)[1], "100.00")
    assert "结账第 1 版所发布" in then and "当时发布的与现在所知" not in now
    assert viewer.get(f"{path}?version=2").status_code == 404


def test_only_the_statement_of_now_can_be_signed(golden, tmp_path_factory):
    signer = log_in(opened(golden, tmp_path_factory.mktemp("signed"), CLOSE), "reviewer")
    path = f"/statement/{HERE}/{MONTH}/ssa_tax/110"
    assert f"{path}/sign" in signer.get(path).text
    then = signer.get(f"{path}?version=1").text
    assert f"{path}/sign" not in then
    digest = re.search(r"<code>(\w{64})</code>", then)[1]
    assert signer.post(f"{path}/sign", {"digest": digest}).status_code == 409


def test_orphaned_decision_is_shown_with_its_reason(viewer):
    text = plain(viewer.get("/decisions").text)
    assert "需要重看" in text and "D00000099" in text and "1 行内容已变" in text


def test_file_of_an_earlier_build_says_what_to_do(of_old):
    month = of_old.get(f"/months/{HERE}/202012")
    assert month.status_code == 200 and "mart_close_readiness" in month.text and "sanfang publish" in month.text
    for path in ("/differences", "/differences/x", "/export/differences.xlsx"):
        answer = of_old.get(path)
        assert answer.status_code in (403, 503)
        assert answer.status_code == 403 or "sanfang build" in answer.text
    assert "fct_decision" in of_old.get("/decisions").text
    assert of_old.get(f"/statement/{HERE}/202006/ssa_tax/110").status_code == 200

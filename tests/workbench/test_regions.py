"""A person of one region sees nothing of another: in queries, pages, search, files and exports."""

from __future__ import annotations

import io
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest

import workbench
from tests.workbench.people_at_work import ELSEWHERE, HERE
from workbench.published import Published


@pytest.fixture(scope="module")
def published(home):
    return Published(home.published_path)


def tables(reader) -> list[str]:
    """Everything that a query may name."""
    found = reader.rows(
        "select view_name from duckdb_views() where database_name = current_database() and schema_name = 'marts'"
    )
    return sorted(row["view_name"] for row in found)


def test_every_table_is_filtered_by_its_region(published):
    with published.reading(frozenset({ELSEWHERE})) as mine, published.reading(None) as everybodys:
        assert tables(mine) == tables(everybodys)
        filtered = 0
        for name in tables(everybodys):
            columns = [row["column_name"] for row in everybodys.rows(f"describe marts.{name}")]
            if "region_code" in columns:
                regions = {row["region_code"] for row in mine.rows(f"select distinct region_code from marts.{name}")}
                assert regions <= {ELSEWHERE}, name
                filtered += len(regions)
            elif not name.startswith("dim_"):
                assert mine.rows(f"select 1 from marts.{name} limit 1") == [], name
        assert filtered > 20
        here = everybodys.row(
            "select count(*) as n from marts.fct_reconciliation_line where region_code = $r", {"r": HERE}
        )
        mine_too = mine.row("select count(*) as n from marts.fct_reconciliation_line")
        assert here is not None
        assert here == mine_too


def test_no_region_is_no_rows(published):
    with published.reading(frozenset()) as nobody:
        for name in tables(nobody):
            if not name.startswith("dim_") or name in ("dim_payer", "dim_period", "dim_region"):
                assert nobody.rows(f"select 1 from marts.{name} limit 1") == [], name


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '/tmp/stolen.csv'",
        "select * from read_text('/etc/passwd')",
        "attach '/tmp/other.duckdb' as other",
        "create table warehouse.marts.mine (a int)",
        "delete from warehouse.marts.dim_fund",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_even_a_whole_statement_could_neither_write_nor_leave_the_file(published, sql):
    with published.reading(frozenset({ELSEWHERE})) as reader, pytest.raises(duckdb.Error):
        reader.rows(sql)


def test_no_page_goes_round_the_filter():
    folder = Path(workbench.__file__).parent
    allowed = {"published.py", "prepared.py"}
    for path in [*folder.rglob("*.py"), *folder.rglob("*.sql")]:
        if path.name in allowed or "prepared" in path.parts:
            continue
        text = re.sub(r"(?m)^\s*(?:from|import) .*$|warehouse\.duckdb", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\bwarehouse\.(?:marts|ops)\b|\bprepared\.marts\b|duckdb\.connect", text), path
        assert "published_path" not in text or path.name == "app.py", path


def test_a_publication_is_seen_and_the_one_being_read_stays(home, tmp_path):
    import shutil

    path = tmp_path / "warehouse.duckdb"
    shutil.copy(home.published_path, path)
    published = Published(path)
    with published.reading(None) as before:
        count = before.row("select count(*) as n from marts.dim_payer")
        draft = tmp_path / "next.duckdb"
        shutil.copy(home.published_path, draft)
        with duckdb.connect(draft) as connection:
            connection.execute("delete from marts.dim_payer")
        draft.replace(path)
        assert before.row("select count(*) as n from marts.dim_payer") == count
        with published.reading(None) as after:
            assert after.row("select count(*) as n from marts.dim_payer") == {"n": 0}


def one_line(published, region):
    with published.reading(frozenset({region})) as reader:
        found = reader.row(
            "select * from marts.fct_reconciliation_line where source_row is not null order by record_key limit 1"
        )
        assert found
        return found


def test_search_finds_only_the_own_region(published, browsers):
    line = one_line(published, ELSEWHERE)
    for login, wanted in (("stranger", ELSEWHERE), ("accountant", HERE)):
        with published.reading(None) as reader:
            other = HERE if wanted == ELSEWHERE else ELSEWHERE
            names = reader.rows("select payer_name from marts.dim_payer where region_code = $r limit 1", {"r": other})
        page = browsers[login].get("/search", params={"q": line["record_key"]})
        assert page.status_code == 200
        assert line["record_key"] in page.text
        payers = browsers[login].get("/search", params={"q": names[0]["payer_name"]}).text
        assert wanted in payers
        assert f">{other}<" not in payers


def test_files_of_another_region_do_not_exist(home, browsers):
    theirs = sorted(p.stem for p in (home.landing_path / "receipts").glob(f"*-{HERE}-*.json"))[0]
    mine = next(p.stem for p in (home.landing_path / "receipts").glob(f"*-{ELSEWHERE}-*.json"))
    stranger = browsers["stranger"]
    listed = stranger.get("/files").text
    assert mine in listed
    assert HERE not in listed.replace(mine, "")
    assert stranger.get(f"/files/{mine}").status_code == 200
    for path in (f"/files/{theirs}", f"/files/{theirs}/rows", f"/files/{theirs}/rows/2"):
        assert stranger.get(path).status_code == 404, path
        assert browsers["viewer"].get(path).status_code in (200, 404)
    assert theirs not in stranger.get("/search", params={"q": theirs}).text.replace(f'value="{theirs}"', "").replace(
        f"“{theirs}”", ""
    )


def sheet(answer) -> list[tuple]:
    assert answer.status_code == 200, answer.text[:300]
    return list(openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))


def test_exports_hold_only_the_own_region(published, browsers):
    line = one_line(published, ELSEWHERE)
    found = sheet(browsers["stranger"].get("/export/search", params={"q": line["record_key"]}))
    assert {row[4] for row in found[1:]} == {ELSEWHERE}
    both = sheet(browsers["everything"].get("/export/search", params={"q": line["record_key"]}))
    assert {row[4] for row in both[1:]} == {HERE, ELSEWHERE}
    assert {row[3] for row in sheet(browsers["stranger"].get("/export/files"))[1:]} == {ELSEWHERE}


def test_an_auditor_of_one_region_reads_only_its_entries(home, browsers):
    page = browsers["stranger"].get("/audit")
    assert "与本地区有关的日志" in page.text
    assert "agency" not in page.text
    assert "agency" in browsers["auditor"].get("/audit?subject=agency").text
    rows = sheet(browsers["stranger"].get("/export/audit"))
    assert [row for row in rows[1:] if HERE in str(row)] == []


def test_other_pages_show_a_stranger_nothing(home, browsers):
    """Whatever pages there are: no file or line of the other region appears on any that takes no parameter."""
    from tests.workbench.routes import routes

    with duckdb.connect(home.published_path, read_only=True) as connection:
        ids = [row[0] for row in connection.execute("select source_file_id from marts.dim_source_file").fetchall()]
    for each in routes(browsers["stranger"].client.app):
        if each.method != "GET" or "{" in each.path or each.path.startswith("/export"):
            continue
        text = browsers["stranger"].get(each.path).text
        assert [source for source in ids if HERE in source and source in text] == [], each.path

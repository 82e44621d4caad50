"""Every cell's SQL runs as given against the published file and gives the cell; the files behind it are named."""

import json

import pytest

from warehouse.connection import reader

pytestmark = pytest.mark.dbt


@pytest.fixture(params=["golden", "scored"])
def published(request):
    with reader(request.getfixturevalue(request.param).published_path) as connection:
        yield connection


def value(connection, query):
    row = connection.execute(query).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("table", ["mart_self_evaluation", "fct_indicator_actual"])
def test_all_evidence_reproduces_its_cell(published, table):
    rows = published.execute(
        f"select region_code, fund_code, indicator_code, actual, evidence_sql from marts.{table}"
    ).fetchall()
    assert len(rows) > 20
    assert all(query for *_, actual, query in rows if actual is not None)
    wrong = [(row[:4], value(published, row[4])) for row in rows if row[4] and value(published, row[4]) != row[3]]
    assert wrong == []


def test_funds_rows_reproduce_all_their_amounts(published):
    rows = published.execute(
        "select executed, budget_adjusted, budget_initial, evidence_sql from marts.mart_self_evaluation where block = 'funds'"
    ).fetchall()
    for *amounts, query in rows:
        assert list(published.execute(query).fetchone()) == amounts


def test_files_behind_a_cell_are_delivered_ones(published):
    known = {
        (name, version, sha256, rows, source)
        for name, version, sha256, rows, source in published.execute(
            "select name, version, sha256, rows, source_file_id from marts.dim_source_file where status = 'accepted'"
        ).fetchall()
    }
    cells = published.execute("select block, actual, source_files from marts.mart_self_evaluation").fetchall()
    for _, actual, text in cells:
        files = json.loads(text)
        assert files or actual is None
        assert {(f["name"], f["version"], f["sha256"], f["rows"], f["source_file_id"]) for f in files} <= known


def test_evidence_reads_published_marts_only(published):
    queries = published.execute(
        "select distinct evidence_sql from marts.mart_self_evaluation where evidence_sql like '% from %'"
    ).fetchall()
    for (query,) in queries:
        assert "marts." in query
        assert not any(layer in query for layer in ("typed.", "staging.", "books.", "seeds.", "landing."))


def test_bridge_lines_explain_the_whole_difference(published):
    rows = published.execute(
        "select sum(case when line_no < 60 then amount end), max(case when line_no = 60 then amount end), "
        "sum(case when line_no in (60, 70) then amount end), max(case when line_no = 80 then amount end) "
        "from marts.fct_statistical_bridge group by region_code, year, group_code, flow"
    ).fetchall()
    assert rows
    assert all(parts == before and rounded == printed for parts, before, rounded, printed in rows)

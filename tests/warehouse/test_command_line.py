"""The command line as a person meets it: help, messages, exit codes, read-only SQL."""

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.dbt


def sanfang(home, *arguments, stdin=None):
    environment = {**os.environ, "SANFANG_HOME": str(home), "COLUMNS": "160", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-c", "from warehouse.cli import main; main()", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, input=stdin, check=False,
    )  # fmt: skip


def test_help_names_every_command(tmp_path):
    done = sanfang(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("demo", "run", "ingest", "build", "publish", "status", "sql", "source", "docs", "airflow"):
        assert re.search(rf"\b{command}\b", done.stdout), command


@pytest.mark.parametrize("arguments", [["status"], ["sql", "select 1"], ["publish"], ["run", "--inbox", "/nowhere"]])
def test_before_anything_arrived_the_message_says_what_to_do(tmp_path, arguments):
    done = sanfang(tmp_path, *arguments)
    assert done.returncode == 1
    assert re.search("sanfang|--inbox", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["run", "--nonsense"], ["sql", "select 1", "--format", "xml"], ["unknown"]])
def test_wrong_usage_is_2(tmp_path, arguments):
    assert sanfang(tmp_path, *arguments).returncode == 2


def test_run_of_a_month_that_is_not_there_is_1_and_names_it(tmp_path):
    (tmp_path / "inbox").mkdir()
    done = sanfang(tmp_path, "run", "--region", "110100", "--from", "202001", "--to", "202001")
    assert done.returncode == 1
    assert "202001" in done.stdout


def test_month_typed_wrong(golden):
    done = sanfang(golden.home, "run", "--from", "2020-01", "--to", "202012")
    assert done.returncode == 1
    assert "YYYYMM" in done.stderr


def test_status_of_the_golden_year(golden):
    done = sanfang(golden.home, "status", "202003")
    assert done.returncode == 0
    assert "到齐" in done.stdout
    assert "现行发布" in done.stdout
    assert sanfang(golden.home, "status", "199901").returncode == 1


def test_sql_as_table_csv_and_parquet(golden, tmp_path):
    query = "select fund_code, fund_name from marts.dim_fund order by sort_no"
    assert "企业职工基本养老保险基金" in sanfang(golden.home, "sql", query).stdout
    rows = list(csv.reader(io.StringIO(sanfang(golden.home, "sql", query, "--format", "csv").stdout)))
    assert rows[0] == ["fund_code", "fund_name"]
    assert [row[0] for row in rows[1:]] == ["110", "120", "410", "210"]
    target = tmp_path / "funds.parquet"
    assert sanfang(golden.home, "sql", query, "--format", "parquet", "-o", str(target)).returncode == 0
    assert len(duckdb.sql(f"from '{target}'").fetchall()) == 4
    assert sanfang(golden.home, "sql", stdin=query).returncode == 0


@pytest.mark.parametrize(
    "query",
    [
        "delete from marts.dim_fund",
        "from read_csv('/etc/passwd')",
        "select * from nowhere",
        "copy marts.dim_fund to '/tmp/x.csv'",
    ],
)
def test_sql_refuses_to_write_or_to_look_elsewhere(golden, query):
    done = sanfang(golden.home, "sql", query)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def queries_of_the_guide():
    text = (ROOT / "docs" / "how-to" / "query-the-warehouse.md").read_text()
    return re.findall(r"```sql\n(.*?)```", text, flags=re.S)


@pytest.mark.parametrize("query", queries_of_the_guide())
def test_queries_of_the_guide_run_and_answer(golden, query):
    with duckdb.connect(golden.published_path, read_only=True, config={
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
        "enable_external_access": False, "lock_configuration": True,
    }) as connection:  # fmt: skip
        assert connection.execute(query).fetchall()

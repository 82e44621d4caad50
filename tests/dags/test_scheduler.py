"""A real scheduler: files are dropped into the inbox, the warehouse appears; then a restatement, then a whole year.

The tests share one Airflow and build on each other, in the order in which they stand here.
"""

import csv
import urllib.request

import duckdb
import pytest

from tests.arrival import arrive
from tests.dags.live_airflow import live_airflow

pytestmark = [pytest.mark.scheduler, pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(1500)]

PARTIES = ("tax", "social_security", "finance")
MONTHS = ["2020-01", "2020-02", "2020-03"]
YEAR = [f"2020-{month:02}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return tmp_path_factory.mktemp("scheduler") / "inbox"


@pytest.fixture(scope="module")
def airflow(inbox):
    home = inbox.parent / "home"
    with live_airflow(home, inbox, inbox.parent / "airflow.log") as running:
        yield running


def published(airflow, query):
    with duckdb.connect(airflow.home / "published" / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_only_logged_in_people_with_the_right_may_trigger(airflow):
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{airflow.url}/api/v2/dags")
    airflow.log_in("viewer")
    with pytest.raises(AssertionError, match="403"):
        airflow.trigger("restatement")
    airflow.log_in("accountant")


def test_files_dropped_at_once_become_a_published_warehouse(airflow, demo_inbox, inbox):
    arrive(demo_inbox, inbox, r"_2020(0[1-3])?\.", just_now=True)
    airflow.wait(
        "a successful monthly run for each of three months",
        lambda: set(MONTHS) <= set(airflow.done_keys("monthly_reconciliation")),
        seconds=420,
    )
    states = published(airflow, "select period, state from marts.dim_period order by period")
    assert states == [("202001", "complete"), ("202002", "complete"), ("202003", "complete")]
    funds = published(airflow, "select count(distinct fund_code) from marts.fct_fund_statement where period = '202003'")
    assert funds[0][0] >= 4
    for month in MONTHS:
        assert (airflow.home / "reports" / "2020" / f"month-{month}.json").exists()


def test_a_refused_file_turns_its_run_red_and_wakes_nobody_else(airflow, inbox):
    before = {party: len(airflow.runs(f"ingest_{party}")) for party in PARTIES}
    refused = inbox / "tax" / "tax_collection_650000_202004.csv"
    refused.write_bytes(b"\x81")
    airflow.look()
    with pytest.raises(AssertionError, match="while waiting for a red run"):
        airflow.wait("a red run for the refused file", lambda: False, seconds=90)
    airflow.known_failures = airflow.failures()
    assert [run["state"] for run in airflow.runs("ingest_tax")].count("failed") == len(airflow.known_failures) == 1
    assert {party: len(airflow.runs(f"ingest_{party}")) for party in PARTIES} == before | {"tax": before["tax"] + 1}
    assert not refused.exists()
    assert refused.name in (airflow.home / "logs" / "attention.jsonl").read_text("utf-8")
    assert "2020-04" not in [run["partition_key"] for run in airflow.runs("monthly_reconciliation")]
    assert airflow.runs("annual_self_evaluation") == []


def test_backfill_of_the_year_2020(airflow, demo_inbox, inbox):
    airflow.log_in("admin")
    airflow.call("PATCH", "/api/v2/dags/inbox_watch", {"is_paused": True})
    arrive(demo_inbox, inbox, r"_(2019|2020)(\d\d)?\.|\.zip$", just_now=True)
    for party in PARTIES:
        body = {
            "dag_id": f"ingest_{party}",
            "from_date": "2020-01-01T00:00:00Z",
            "to_date": "2020-12-31T00:00:00Z",
            "max_active_runs": 4,
            "reprocess_behavior": "completed",
        }
        planned = airflow.call("POST", "/api/v2/backfills/dry_run", body)["backfills"]
        assert [run["partition_key"] for run in planned] == YEAR
        airflow.call("POST", "/api/v2/backfills", body)
    airflow.wait(
        "twelve published months and the year",
        lambda: (
            set(YEAR) <= set(airflow.done_keys("monthly_reconciliation"))
            and "2020" in airflow.done_keys("annual_self_evaluation")
        ),
        seconds=1200,
    )
    assert airflow.done_keys("annual_self_evaluation") == ["2020"]
    complete = published(airflow, "select period from marts.dim_period where state = 'complete' order by period")
    assert [row[0] for row in complete] == [month.replace("-", "") for month in YEAR]
    with (airflow.home / "reports" / "2020" / "fund-summary-2020.csv").open(encoding="utf-8-sig") as file:
        assert "合计" in [row["fund"] for row in csv.DictReader(file)]


def test_a_restated_month_runs_again_and_its_year_follows(airflow, demo_inbox, inbox):
    names = arrive(demo_inbox, inbox, r"_2020(\d\d)?_v2\.", just_now=True)
    assert [name[:-5] for name in names if name.startswith("fin")] == ["fin_performance_goal_650000_2020_v2"]
    months = ["2020-05", "2020-12"]  # a file of the year belongs to its December
    before = airflow.done_keys("monthly_reconciliation")
    airflow.call("PATCH", "/api/v2/dags/inbox_watch", {"is_paused": False})
    airflow.look()
    airflow.wait("intake of the new versions", lambda: received(airflow, names), seconds=90)
    airflow.trigger("restatement", conf={"region": "650000", "period": "2020"})
    airflow.wait(
        "the year again",
        lambda: airflow.done_keys("annual_self_evaluation") == ["2020", "2020"],
        seconds=420,
    )
    assert sorted(airflow.done_keys("monthly_reconciliation")) == sorted(before + months)
    versions = published(
        airflow, "select count(*) from marts.dim_source_file where version = 2 and status = 'accepted'"
    )
    assert versions[0][0] == len(names)


def received(airflow, names):
    receipts = " ".join(path.read_text("utf-8") for path in (airflow.home / "landing" / "receipts").glob("*.json"))
    return all(name.removesuffix(".gz") in receipts for name in names)

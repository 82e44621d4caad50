"""The main path with the real functions, without a scheduler: each DAG in turn, in this process."""

import json

import pytest

from tests.arrival import arrive

pytestmark = [pytest.mark.airflow, pytest.mark.dbt]

PARTIES = ("tax", "social_security", "finance")


@pytest.fixture(scope="module")
def home(airflow_database, demo_inbox, tmp_path_factory):
    """A SANFANG_HOME with the files of January 2020 in its inbox, one of them refusable."""
    home = tmp_path_factory.mktemp("dag-run")
    arrive(demo_inbox, home / "inbox", r"_2020(01)?\.")
    (home / "inbox" / "tax" / "tax_collection_650000_202002.csv").write_bytes(b"\x81")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANFANG_HOME", str(home))
        patch.delenv("SANFANG_INBOX", raising=False)
        patch.delenv("SANFANG_REGION", raising=False)
        yield home


def run(bag, dag_id, **conf):
    """Run a DAG to its end; state of the run and of each task."""
    finished = bag.dags[dag_id].test(run_conf=conf or None)
    return finished.state, {task.task_id: task.state for task in finished.get_task_instances()}


def test_intake_goes_on_beside_a_refused_file_and_says_so(bag, home):
    state, tasks = run(bag, "ingest_tax")
    assert tasks == {"file_deliveries": "success", "announce": "success", "close_intake": "failed"}
    assert state == "failed"
    lines = [json.loads(line) for line in (home / "logs" / "attention.jsonl").read_text("utf-8").splitlines()]
    assert [(line["dag"], line["task"]) for line in lines] == [("ingest_tax", "close_intake")]
    assert "tax_collection_650000_202002" in lines[0]["reason"]


@pytest.mark.parametrize("party", ["social_security", "finance"])
def test_intake_of_the_other_parties(bag, home, party):
    state, tasks = run(bag, f"ingest_{party}")
    assert (state, tasks["announce"]) == ("success", "success")


def test_what_was_announced_is_not_announced_again(bag, home):
    assert run(bag, "ingest_tax")[1]["announce"] == "skipped"


def test_a_crash_between_filing_and_remembering_loses_no_month(bag, home):
    (home / "state" / "announced" / "tax.json").unlink()
    tasks = {"file_deliveries": "success", "announce": "success", "close_intake": "success"}
    assert run(bag, "ingest_tax") == ("success", tasks)


def test_a_month_is_built_published_and_summarised(bag, home):
    state, tasks = run(bag, "monthly_reconciliation", month="2020-01")
    assert (state, set(tasks.values())) == ("success", {"success"})
    summary = json.loads((home / "reports" / "2020" / "month-2020-01.json").read_text("utf-8"))
    assert summary["regions"]["650000"]["state"] == "complete"
    assert {total["fund"] for total in summary["regions"]["650000"]["totals"]} >= {"110", "120", "210", "410"}
    assert (home / "published" / "warehouse.duckdb").exists()


def test_the_same_deliveries_and_code_are_not_built_twice(bag, home, monkeypatch):
    from warehouse import airflow_month, airflow_unchanged, code_digest

    published = home / "published" / "warehouse.duckdb"
    before = published.stat().st_ino
    run_id = airflow_month.build_warehouse()
    assert airflow_month.publish_build(run_id) == str(published)
    assert published.stat().st_ino == before
    assert json.loads((home / "state" / "last-build.json").read_text("utf-8"))["run_id"] == run_id
    # Other code must be built again.
    monkeypatch.setattr(code_digest, "_CODE", ("dbt_project",))
    settings = airflow_month.Settings()
    assert airflow_unchanged.already_published(settings, airflow_unchanged.made_of(settings)) is None


def test_nothing_restated_is_a_skip(bag, home):
    state, tasks = run(bag, "restatement", region="650000", period="2020")
    assert (state, set(tasks.values())) == ("success", {"skipped"})


def test_a_restatement_checks_its_parameters(bag, home):
    with pytest.raises(ValueError, match="period"):
        run(bag, "restatement", period="2020-13")


def test_the_month_must_be_a_month(bag, home):
    with pytest.raises(ValueError, match="month"):
        run(bag, "monthly_reconciliation", month="2020-13")


def test_a_month_without_files_does_not_pass_the_gate(bag, home):
    from warehouse import airflow_month

    summary = airflow_month.summarise("2020-07", str(home / "published" / "warehouse.duckdb"))
    with pytest.raises(airflow_month.MonthNotReadyError, match="2020-07 尚未齐备"):
        airflow_month.gate(summary)

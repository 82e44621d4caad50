"""The DAGs load, and carry what an operator at night needs."""

import pytest

pytestmark = pytest.mark.airflow

DAG_IDS = {
    "annual_self_evaluation",
    "apply_decisions",
    "deadlines",
    "inbox_watch",
    "ingest_finance",
    "ingest_social_security",
    "ingest_tax",
    "month_close",
    "monthly_reconciliation",
    "restatement",
}
TAGS = {
    "annual",
    "close",
    "deadlines",
    "decisions",
    "evaluation",
    "finance",
    "ingest",
    "monthly",
    "reconciliation",
    "restatement",
    "social_security",
    "tax",
    "watch",
}


def test_all_dags_load(bag):
    assert bag.import_errors == {}
    assert set(bag.dags) == DAG_IDS


@pytest.mark.parametrize("dag_id", sorted(DAG_IDS))
def test_a_dag_says_who_and_what_to_do(bag, dag_id):
    dag = bag.dags[dag_id]
    assert dag.doc_md.lstrip().startswith("**Red"), "documentation begins with what a red task means"
    assert dag.tags and dag.tags <= TAGS, "use a tag that exists, or add it to the list on purpose"
    assert dag.owner == "fund-supervision"
    assert (dag.max_active_runs > 1) == (dag_id == "month_close"), "only what waits for a person may run beside itself"
    assert dag.catchup is False
    for task in dag.tasks:
        assert task.on_failure_callback, f"{task.task_id} fails silently"


@pytest.mark.parametrize("dag_id", sorted(DAG_IDS))
def test_what_our_code_raises_is_not_tried_again(bag, dag_id):
    """Retries are for processes that died or never started; only trouble with the inbox may mend itself."""
    for task in bag.dags[dag_id].tasks:
        assert task.retries >= 2
        assert task.retry_policy.evaluate(ValueError("bad month"), 1, 3).action.value == "fail"
        trouble = task.retry_policy.evaluate(PermissionError("share gone"), 1, 3).action.value
        assert trouble == ("retry" if task.task_id in ("file_deliveries", "mail", "chat") else "fail")


def test_whoever_writes_takes_the_one_slot(bag):
    pooled = {
        (dag.dag_id, task.task_id) for dag in bag.dags.values() for task in dag.tasks if task.pool == "duckdb_writer"
    }
    assert pooled == {
        ("apply_decisions", "find"),
        ("apply_decisions", "reopen"),
        ("deadlines", "find"),
        ("deadlines", "offer_again"),
        ("ingest_finance", "file_deliveries"),
        ("ingest_social_security", "file_deliveries"),
        ("ingest_tax", "file_deliveries"),
        ("month_close", "close_region.settle"),
        ("month_close", "offer"),
        ("monthly_reconciliation", "build"),
        ("monthly_reconciliation", "publish"),
        ("restatement", "find"),
    }


def test_keys_are_months(bag):
    """The scheduled run of the 16th is for the month before; its key is YYYY-MM."""
    import pendulum
    from airflow.serialization.encoders import coerce_to_core_timetable

    timetable = coerce_to_core_timetable(bag.dags["ingest_tax"].timetable)
    _, key = timetable._get_partition_info(pendulum.datetime(2020, 4, 16, 6, tz="Asia/Shanghai"))
    assert key == "2020-03"


def test_the_year_waits_for_twelve_months(bag):
    from airflow.serialization.encoders import coerce_to_core_timetable

    timetable = coerce_to_core_timetable(bag.dags["annual_self_evaluation"].timetable)
    mapper = timetable.get_partition_mapper(name="month_published", uri="sanfang://published/month")
    assert mapper.to_downstream("2020-05") == "2020"
    assert set(mapper.to_upstream("2020")) == {f"2020-{month:02}" for month in range(1, 13)}


def test_the_month_waits_for_three_parties(bag):
    from airflow.serialization.encoders import coerce_to_core_timetable

    condition = coerce_to_core_timetable(bag.dags["monthly_reconciliation"].timetable).asset_condition
    assert type(condition).__name__ == "SerializedAssetAll"
    names = {key.name for key, _ in condition.iter_assets()}
    assert names == {"tax_month", "finance_month", "social_security_month"}


def test_the_approval_holds_no_slot_and_gives_up(bag):
    """A person may take days: neither the writer's slot nor a retry may wait for them."""
    approve = bag.dags["month_close"].get_task("close_region.approve")
    assert approve.pool == "default_pool"
    assert approve.response_timeout.days == 7 and approve.defaults == ["退回"]
    assert approve.options == ["批准结账", "退回"]


def test_the_year_does_not_wait_for_people(bag):
    """What is published is announced to the year by the monthly run itself, before anybody is asked."""
    outlets = {asset.name for asset in bag.dags["monthly_reconciliation"].get_task("gate").outlets}
    assert outlets == {"month_published", "close_due"}
    assert [asset.name for asset in bag.dags["month_close"].get_task("close_region.settle").outlets] == ["close_due"]

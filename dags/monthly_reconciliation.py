"""Airflow DAG `monthly_reconciliation`: once all three parties have a month, build, publish and summarise it."""

from airflow.sdk import DAG, Param, PartitionedAssetTimetable, task
from sanfang import CLOSE_DUE, DEFAULTS, MONTH_PUBLISHED, PARTIES

DOC = """
**Red `build`**: a model or a test failed, nothing was published, readers see the previous warehouse. The message names
the tests. Correct the cause (often a file: ask for a new version), then clear `build`.
**Red `publish`**: disk full or file not writable; clear `publish`.
**Red `gate`**: the month is published but not complete; the message names what is missing. Do not clear: the missing
delivery starts a new run.

One `dbt build` with all tests over everything that landing holds, then one atomic replacement of
`published/warehouse.duckdb`. Runs for `YYYY-MM` when tax, social security and finance have all announced that month.
What a person must approve comes after it, in `month_close`: a run of this DAG never waits for anybody.
By hand: trigger with the partition key, or the parameter `month`. Safe to run again at any time.
"""

with DAG(
    dag_id="monthly_reconciliation",
    schedule=PartitionedAssetTimetable(assets=PARTIES["tax"] & PARTIES["finance"] & PARTIES["social_security"]),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    params={"month": Param(None, type=["null", "string"], pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", title="月份 YYYY-MM")},
    tags=["monthly", "reconciliation"],
    doc_md=DOC,
):

    @task
    def month(dag_run=None, params=None):
        """The month of this run, settled once."""
        from warehouse.airflow_month import month_of

        return month_of(dag_run.partition_key, params["month"])

    @task(pool="duckdb_writer")
    def build():
        """Build and test everything; return the run id."""
        from warehouse.airflow_month import build_warehouse

        return build_warehouse()

    @task(pool="duckdb_writer")
    def publish(built):
        """Put the build in readers' place; return its path."""
        from warehouse.airflow_month import publish_build

        return publish_build(built)

    @task
    def summarise(month, published):
        """Write the month's summary; return its path."""
        from warehouse.airflow_month import summarise

        return summarise(month, published)

    @task(outlets=[MONTH_PUBLISHED, CLOSE_DUE])
    def gate(summary, outlet_events=None):
        """Let complete months pass; announce them to the year, and to `month_close` for a person's approval."""
        from warehouse.airflow_month import gate

        month = gate(summary)
        for asset in (MONTH_PUBLISHED, CLOSE_DUE):
            outlet_events[asset].add_partitions(month)

    chosen, built = month(), build()
    chosen >> built
    gate(summarise(chosen, publish(built)))

"""Airflow DAG `restatement`: run published months again whose files have been replaced since; their year follows."""

from airflow.sdk import DAG, Param, task
from sanfang import DEFAULTS, MONTH_PUBLISHED, PARTIES, or_skip

DOC = """
**Red `find`**: a parameter is malformed; the message says how to write it.
**Skipped**: every published month already rests on the current files; nothing to do.

Started by a person, after a party has replaced a file of a published month. Compares the files each month was published
from with those now current, and announces the months that differ for all three parties again: `monthly_reconciliation`
runs for them. Where the year was whole, its other months are announced as published, so that
`annual_self_evaluation` runs once, after the last restated month.
"""

with DAG(
    dag_id="restatement",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    params={
        "region": Param(None, type=["null", "string"], pattern=r"^\d{6}$", title="地区代码（空 = 全部）"),
        "period": Param(None, type=["null", "string"], pattern=r"^20\d{2}(0[1-9]|1[0-2])?$", title="YYYY 或 YYYYMM"),
    },
    tags=["monthly", "restatement"],
    doc_md=DOC,
):

    @task(pool="duckdb_writer")
    def find(params=None):
        """Return the restated months and the unchanged months of their years."""
        from warehouse.airflow_restatement import NothingRestatedError, find_restated

        return or_skip(find_restated, NothingRestatedError, params["region"], params["period"])

    @task(outlets=list(PARTIES.values()))
    def restart_months(found, outlet_events=None):
        """Announce the restated months for all three parties: the monthly DAG runs for each."""
        for asset in PARTIES.values():
            outlet_events[asset].add_partitions(found["months"])

    @task(outlets=[MONTH_PUBLISHED])
    def complete_year(found, outlet_events=None):
        """Announce the unchanged months: the annual DAG then waits for the restated ones only."""
        from warehouse.airflow_restatement import NothingRestatedError, unchanged_months

        outlet_events[MONTH_PUBLISHED].add_partitions(or_skip(unchanged_months, NothingRestatedError, found))

    found = find()
    restart_months(found)
    complete_year(found)

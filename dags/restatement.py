"""Airflow DAG `restatement`: run published months again whose files have been replaced since; their year follows."""

from airflow.sdk import DAG, Param, task
from sanfang import DEFAULTS, or_skip, run_again

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

    found = find()
    run_again(found)

"""Airflow DAG `apply_decisions`: decisions approved in the workbench start the build that takes them in."""

import os

from airflow.sdk import DAG, task
from sanfang import DEFAULTS, START, or_skip, run_again

DOC = """
**Red `reopen` or `find`**: the state database or the published warehouse cannot be read; nothing is lost, the next look
finds the same decisions.
**Skipped**: normal. Everything that was approved, closed or received is in the published warehouse.

Looks once an hour in the day (`SANFANG_DECISIONS_CRON`) for decisions that were approved or taken back, months that
were closed or re-opened, and files that came since the last publication; re-opens a month where an approved request
asks for it. Announces the months concerned for all three
parties: `monthly_reconciliation` builds, publishes, and hands the month to `month_close`.
"""

with DAG(
    dag_id="apply_decisions",
    schedule=os.environ.get("SANFANG_DECISIONS_CRON", "20 8-19 * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["monthly", "decisions"],
    doc_md=DOC,
):

    @task(pool="duckdb_writer")
    def reopen():
        """Carry out approved requests; return their ids."""
        from warehouse.airflow_decisions import reopen_requested

        return reopen_requested()

    @task(pool="duckdb_writer")
    def find():
        """Return the months to run again and the unchanged months of their years."""
        from warehouse.airflow_decisions import NothingDecidedError, find_decided

        return or_skip(find_decided, NothingDecidedError)

    found = find()
    reopen() >> found
    run_again(found)

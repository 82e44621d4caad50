"""Airflow DAG `apply_decisions`: decisions approved in the workbench start the build that takes them in."""

import os

from airflow.sdk import DAG, task
from sanfang import DEFAULTS, MONTH_PUBLISHED, PARTIES, START, or_skip

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

    @task(outlets=list(PARTIES.values()))
    def restart_months(found, outlet_events=None):
        """Announce the months for all three parties: the monthly DAG runs for each."""
        for asset in PARTIES.values():
            outlet_events[asset].add_partitions(found["months"])

    @task(outlets=[MONTH_PUBLISHED])
    def complete_year(found, outlet_events=None):
        """Announce the unchanged months: the annual DAG then waits for the others only."""
        from warehouse.airflow_restatement import NothingRestatedError, unchanged_months

        outlet_events[MONTH_PUBLISHED].add_partitions(or_skip(unchanged_months, NothingRestatedError, found))

    found = find()
    reopen() >> found
    restart_months(found)
    complete_year(found)

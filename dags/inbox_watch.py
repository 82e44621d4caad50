"""Airflow DAG `inbox_watch`: notice new files and wake the ingest DAG of their party."""

import os

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, task
from sanfang import DEFAULTS, START

DOC = """
**Red**: the inbox cannot be read (share not mounted, no permission). Nothing is lost: the next look sees the same files.
**A file lies there and nothing happens**: its ingest run of the same news failed; find the red `ingest_…` run, clear it.

Looks every five minutes (`SANFANG_WATCH_CRON`) for files without a receipt. The run it starts is named after the
files, so the same news starts one run; a burst of files starts one run that takes them all.
"""

with DAG(
    dag_id="inbox_watch",
    schedule=os.environ.get("SANFANG_WATCH_CRON", "*/5 * * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["ingest", "watch"],
    doc_md=DOC,
):

    @task
    def scan_inbox():
        """Return one wake-up per party with new files."""
        from warehouse.airflow_watch import scan_inbox

        return scan_inbox()

    TriggerDagRunOperator.partial(
        task_id="wake_ingest", logical_date=None, skip_when_already_exists=True, fail_when_dag_is_paused=True
    ).expand_kwargs(scan_inbox())

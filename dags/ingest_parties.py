"""Airflow DAGs `ingest_tax`, `ingest_social_security`, `ingest_finance`: a party's deliveries → landing."""

from airflow.sdk import DAG, CronPartitionTimetable, task
from sanfang import DEFAULTS, PARTIES, SHARE_MAY_RETURN, START, TIMEZONE, or_skip

DOC = """
**Red `file_deliveries`**: the inbox or the disk could not be read; clear it once they are back.
**Red `close_intake`**: a delivery lies in `quarantine/` with a report for the clerk; ask the party to send it again.
The new file wakes this DAG by itself: do not clear, the file would still be missing.
**Skipped `announce`**: normal. No further month is whole for this party; its log says what each month waits for.

Files what lies in `inbox/{party}/` and announces the asset partition `YYYY-MM` once all required files of the month
are accepted. A run with a partition key (calendar, backfill, by hand) is for that month; a run without one, started
by `inbox_watch`, takes whatever came and announces every month that is whole and was not announced with these files.
Safe to run again at any time: the same bytes are filed once.
"""


def ingest(party: str) -> DAG:
    """One DAG per party; on the 16th it looks for the month before."""
    with DAG(
        dag_id=f"ingest_{party}",
        schedule=CronPartitionTimetable("0 6 16 * *", timezone=TIMEZONE, run_offset=-1, key_format="%Y-%m"),
        start_date=START,
        catchup=False,
        max_active_runs=1,
        default_args=DEFAULTS,
        tags=["ingest", party],
        doc_md=DOC.format(party=party),
    ) as dag:
        # Before any build that waits for the slot: after a burst of files one build does for all months.
        @task(pool="duckdb_writer", priority_weight=100, **SHARE_MAY_RETURN)
        def file_deliveries(dag_run=None):
            """File the inbox; hand on the path of the intake report."""
            from warehouse.airflow_intake import file_deliveries

            return file_deliveries(party, dag_run.partition_key)

        @task(outlets=[PARTIES[party]])
        def announce(report, outlet_events=None):
            """Announce the months that are whole."""
            from warehouse.airflow_intake import MonthWaitsError, whole_months

            outlet_events[PARTIES[party]].add_partitions(or_skip(whole_months, MonthWaitsError, report))

        @task(trigger_rule="none_failed")
        def close_intake(report):
            """Remember what was announced; turn red when a delivery was refused."""
            from warehouse.airflow_intake import close_intake

            close_intake(report)

        report = file_deliveries()
        announce(report) >> close_intake(report)
    return dag


for name in PARTIES:
    ingest(name)

"""Airflow DAG `annual_self_evaluation`: once twelve months of a year are published, its statement and documents."""

from airflow.sdk import DAG, PartitionedAssetTimetable, RollupMapper, StartOfYearMapper, WaitForAll, YearWindow, task
from sanfang import DEFAULTS, MONTH_PUBLISHED

DOC = """
**Red `year_statement`**: a month of the year is not complete in the published warehouse; the message names region and
month. Finish that month (`monthly_reconciliation`), then clear the task.

Runs once all twelve months `YYYY-01` … `YYYY-12` are published, and again after a restatement of one of them. Writes
`reports/YYYY/fund-summary-YYYY.csv`, then drafts the self-evaluation form, the annual report (Word and page) and the
checker's verdict on it. Missing reasons do not stop a draft; `sanfang evaluate --year YYYY` lists who owes what. By hand: trigger with the partition key `YYYY`. Safe to run again at any time.
"""

with DAG(
    dag_id="annual_self_evaluation",
    schedule=PartitionedAssetTimetable(
        assets=MONTH_PUBLISHED,
        default_partition_mapper=RollupMapper(
            upstream_mapper=StartOfYearMapper(input_format="%Y-%m"), window=YearWindow(), wait_policy=WaitForAll()
        ),
    ),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["annual", "evaluation"],
    doc_md=DOC,
):

    @task
    def year_statement(dag_run=None):
        """Check the twelve months and write the statement; return its path."""
        from warehouse.airflow_year import year_statement

        return year_statement(dag_run.partition_key)

    @task
    def draft_documents(statement, dag_run=None):
        """Draft the self-evaluation and its documents; return their paths."""
        from warehouse.airflow_year import year_documents

        return year_documents(dag_run.partition_key)

    draft_documents(year_statement())

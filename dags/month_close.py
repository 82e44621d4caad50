"""Airflow DAG `month_close`: offer a published month to a reviewer as a Required Action; the approval closes it."""

import os
from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import DAG, Param, PartitionedAssetTimetable, task, task_group
from sanfang import CLOSE_DUE, DEFAULTS, or_skip

DOC = """
**Red `settle`**: somebody without the right answered, or closing failed; the message says which. Clear `approve` to be
asked again, or `settle` when the answer was right and the cause is mended. **Red `approve`**: the answer was malformed;
clear it to be asked again.
**Skipped `offer`**: normal. The month cannot be closed yet; the log says what is open. Explain it in the workbench
(三方对账 in the menu): the next build takes approved decisions in and the month is offered again.
**Skipped `settle`**: the month was sent back, nobody answered, or its figures changed after the question.

Runs when a month was published, when the month before it was closed, and once a day for a month that waits. A reviewer
answers under *Required Actions*. By hand: trigger with the partition key `YYYY-MM`; it is offered again whatever was
answered before. Safe to run again at any time: a month is closed once.
"""
APPROVE, SEND_BACK = "批准结账", "退回"


class Approval(HITLOperator):
    """A question to the reviewers of a region."""

    template_fields = (*HITLOperator.template_fields, "assigned_users")


with DAG(
    dag_id="month_close",
    schedule=PartitionedAssetTimetable(assets=CLOSE_DUE),
    catchup=False,
    max_active_runs=24,  # a run that waits for a person holds up no other month and no region
    default_args=DEFAULTS,
    tags=["monthly", "close"],
    doc_md=DOC,
):

    @task(pool="duckdb_writer")
    def offer(dag_run=None):
        """Return one question per region whose month can be closed."""
        from warehouse.airflow_closing import NothingToApproveError, offer_close

        by_hand = dag_run.run_type.value == "manual"
        return or_skip(offer_close, NothingToApproveError, dag_run.partition_key, dag_run.run_id, by_hand)

    @task_group
    def close_region(region, period, digest, subject, body, assigned_users):
        """Ask, then act on the answer; each region by itself."""
        answer = Approval(
            task_id="approve",
            subject=subject,
            body=body,
            options=[APPROVE, SEND_BACK],
            defaults=[SEND_BACK],
            params={"comment": Param(None, type=["null", "string"], title="意见（退回时请写明理由）")},
            assigned_users=assigned_users,
            response_timeout=timedelta(days=int(os.environ.get("SANFANG_APPROVAL_DAYS", "7"))),
        ).output

        @task(pool="duckdb_writer", outlets=[CLOSE_DUE])
        def settle(region, period, digest, answer, outlet_events=None):
            """Close the month or leave it open, and announce the month after it."""
            from warehouse.airflow_closing import MonthStaysOpenError, settle_close

            following = or_skip(settle_close, MonthStaysOpenError, region, period, digest, answer, APPROVE)
            outlet_events[CLOSE_DUE].add_partitions(following)

        settle(region, period, digest, answer)

    close_region.expand_kwargs(offer())

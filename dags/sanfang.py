"""What the DAG files of this project share: the assets, the owner, and how a failure or a wait is reported.

No Airflow DAG is defined here.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule, task
from airflow.sdk.exceptions import AirflowSkipException

TIMEZONE = "Asia/Shanghai"
START = pendulum.datetime(2019, 1, 1, tz=TIMEZONE)  # the first month that a backfill may ask for
PARTIES = {
    "tax": Asset("tax_month", uri="sanfang://landing/tax"),
    "social_security": Asset("social_security_month", uri="sanfang://landing/social_security"),
    "finance": Asset("finance_month", uri="sanfang://landing/finance"),
}
MONTH_PUBLISHED = Asset("month_published", uri="sanfang://published/month")
CLOSE_DUE = Asset("close_due", uri="sanfang://close/month")  # somebody should look whether the month can be closed

OUR_OWN = RetryRule(exception="builtins.Exception", action=RetryAction.FAIL)
# The inbox is often a network share, which may come back. A refused file or a failed test does not mend itself.
SHARE_MAY_RETURN: dict[str, Any] = {
    "retries": 3,
    "retry_delay": timedelta(minutes=2),
    "retry_policy": ExceptionRetryPolicy(
        rules=[RetryRule(exception="builtins.OSError", action=RetryAction.RETRY), OUR_OWN]
    ),
}
MAIL_MAY_RETURN: dict[str, Any] = SHARE_MAY_RETURN  # so may a mail server or a chat


def note_failure(context: Any) -> None:
    """Task failure callback: one line in logs/attention.jsonl."""
    from warehouse.airflow_alert import note_failure as note

    failed = context["ti"]
    key = context["dag_run"].partition_key
    note(failed.dag_id, failed.task_id, failed.run_id, key, str(context.get("exception")))


DEFAULTS: dict[str, Any] = {
    "owner": "fund-supervision",
    "on_failure_callback": note_failure,
    # For a process that was killed or could not start (busy machine, restart). What our code raises fails at once.
    "retries": 2,
    "retry_delay": timedelta(seconds=20),
    "retry_policy": ExceptionRetryPolicy(rules=[OUR_OWN]),
}


def or_skip(function: Callable[..., Any], wait: type[Exception], *arguments: Any) -> Any:
    """Call the function; when it says that there is nothing to do yet, mark the task skipped with its words."""
    try:
        return function(*arguments)
    except wait as nothing:
        raise AirflowSkipException(str(nothing)) from None


def run_again(found: Any) -> None:
    """The tasks that announce months to be run again, and the unchanged months of their years, inside a DAG."""

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

    restart_months(found)
    complete_year(found)

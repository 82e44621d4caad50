"""Airflow DAG `deadlines`: each working morning, who is late with a file and which month is not closed by its day."""

import os

from airflow.sdk import DAG, Param, task
from sanfang import CLOSE_DUE, DEFAULTS, MAIL_MAY_RETURN, START, or_skip

DOC = """
**Red `find`**: receipts, published warehouse or state database cannot be read. Clear it once they are back.
**Red `mail` or `chat`**: the message could not be delivered (tried four times); the log names the server. What is late is
in the log of `find` all the same. Clear it once the server is back: what was said already is not said twice.
**Skipped**: nothing is late, or nothing can be offered.

Sends one message a day by SMTP (connection `smtp_default`, recipients `SANFANG_ALERT_TO`) and to chats and webhooks
(connection `apprise_default`); a way that is not set up says so in its log. Also offers a month again that waits for an
approval which nobody has been asked for. By hand: parameter `day` looks as of that day.
"""

with DAG(
    dag_id="deadlines",
    schedule=os.environ.get("SANFANG_DEADLINES_CRON", "0 9 * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    params={
        "day": Param(None, type=["null", "string"], pattern=r"^20\d\d-\d\d-\d\d$", title="日期 YYYY-MM-DD（空 = 今天）")
    },
    tags=["deadlines", "close"],
    doc_md=DOC,
):

    @task(pool="duckdb_writer")
    def find(params=None):
        """Look what is late; return the path of the day's list."""
        from warehouse.airflow_deadlines import NothingLateError, find_late

        return or_skip(find_late, NothingLateError, params["day"])

    @task(**MAIL_MAY_RETURN)
    def mail(late):
        """Send what was not mailed today."""
        from notices import by_mail

        by_mail(late)

    @task(**MAIL_MAY_RETURN)
    def chat(late):
        """Send what was not said today to chats and webhooks."""
        from notices import by_chat

        by_chat(late)

    @task(pool="duckdb_writer", outlets=[CLOSE_DUE])
    def offer_again(outlet_events=None):
        """Announce the months that could be closed and that nobody has been asked about."""
        from warehouse.airflow_closing import NothingToApproveError, months_to_offer

        outlet_events[CLOSE_DUE].add_partitions(or_skip(months_to_offer, NothingToApproveError))

    late = find()
    mail(late)
    chat(late)
    offer_again()

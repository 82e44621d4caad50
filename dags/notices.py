"""How a notice leaves the house: by mail or to a chat, through the providers' connections.

No Airflow DAG is defined here.
"""

import html
import logging
from collections.abc import Callable

LOG = logging.getLogger(__name__)
MAIL, CHAT = "smtp_default", "apprise_default"


def by_mail(late: str) -> None:
    """Mail what was not mailed today; without connection or recipients say so and do nothing."""
    from warehouse.settings import Settings

    recipients = Settings().alert_to
    if not recipients:
        LOG.warning("没有发送邮件：没有设置收件人 SANFANG_ALERT_TO。")
        return
    _say("mail", MAIL, late, lambda title, text: _mail(recipients, title, text))


def by_chat(late: str) -> None:
    """The same to the chats and webhooks that the connection names."""
    _say("chat", CHAT, late, _chat)


def _say(channel: str, connection: str, late: str, send: Callable[[str, str], None]) -> None:
    from warehouse.airflow_deadlines import remember_said, unsaid

    notice = unsaid(late, channel)
    if notice is None:
        LOG.info("今天的提醒都已经发过。")
    elif not _is_set_up(connection):
        LOG.warning("没有发送：没有配置连接 %s。%s", connection, notice.text)
    else:
        send(notice.title, notice.text)
        remember_said(late, channel)
        LOG.info("已发送：%s", notice.title)


def _is_set_up(connection: str) -> bool:
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        Connection.get(connection)
    except AirflowNotFoundException:
        return False
    return True


def _mail(recipients: str, title: str, text: str) -> None:
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    page = f"<pre>{html.escape(text)}</pre>"
    to = [each.strip() for each in recipients.split(",")]
    SmtpNotifier(to=to, subject=title, html_content=page, smtp_conn_id=MAIL).notify({})


def _chat(title: str, text: str) -> None:
    """The hook's own ``notify`` drops what apprise reports: a message that was not taken would look sent."""
    import apprise
    from airflow.providers.apprise.hooks.apprise import AppriseHook

    hook, chats = AppriseHook(CHAT), apprise.Apprise()
    hook.set_config_from_conn(hook.get_connection(CHAT), chats)
    if not chats.notify(body=text, title=title):
        raise ConnectionError(f"连接 {CHAT} 的消息没有全部送达，详情见上面的日志。")

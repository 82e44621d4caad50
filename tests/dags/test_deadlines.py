"""Who is late, said once a day, by a real mail server and a real webhook on this machine."""

import email
import http.server
import json
import re
import socketserver
import threading
from datetime import date
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from ingest.contract import load_contracts
from tests.arrival import arrive
from tests.dags.colleagues import register
from warehouse.airflow_deadlines import NothingLateError, find_late, remember_said, unsaid
from warehouse.airflow_intake import file_deliveries
from warehouse.deadlines import close_day, due_day, late_files, next_workday
from warehouse.settings import Settings


@pytest.fixture(scope="module")
def settings(demo_inbox, tmp_path_factory):
    """January is whole, of February only the tax bureau's file is there."""
    home = tmp_path_factory.mktemp("deadlines")
    arrive(demo_inbox, home / "inbox", r"_202001\.|tax_collection.*_202002\.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANFANG_HOME", str(home))
        for name in ("SANFANG_INBOX", "SANFANG_REGION", "SANFANG_STATE_URL", "SANFANG_ALERT_TO"):
            patch.delenv(name, raising=False)
        for party in ("tax", "social_security", "finance"):
            file_deliveries(party, None)
        register(Settings())
        yield Settings()


def test_a_day_off_moves_the_deadline_to_the_next_working_day():
    assert next_workday(date(2020, 10, 1)) == date(2020, 10, 9)  # the national holiday
    assert next_workday(date(2020, 9, 27)) == date(2020, 9, 27)  # a Sunday that was worked
    assert next_workday(date(2096, 3, 3)) == date(2096, 3, 5)  # no calendar yet: Saturday to Monday


def test_due_is_the_contracts_day_with_its_grace(settings):
    contracts = load_contracts()
    assert due_day("202002", contracts["tax_collection"].delivery) == date(2020, 3, 9)  # 5 + 3 is a Sunday
    assert due_day("201912", contracts["fin_special_account"].delivery) == date(2020, 1, 13)
    assert close_day(settings, "202001") == date(2020, 2, 20)
    assert close_day(settings, "202012") == date(2021, 1, 20)


def test_who_is_late_and_by_how_much(settings):
    assert late_files(settings, date(2020, 3, 9)) == []
    late = {(each.period, each.contract.dataset): each.days for each in late_files(settings, date(2020, 3, 10))}
    assert late[("202002", "ss_contribution")] == 1
    assert ("202002", "tax_collection") not in late and ("202002", "fin_special_account") not in late
    later = {(each.period, each.contract.dataset) for each in late_files(settings, date(2020, 4, 20))}
    assert ("202003", "tax_collection") in later, "the month after the last one is expected too"
    assert late_files(settings, date(2022, 1, 1)) == [], "history is nobody's fault"


def test_the_message_names_party_file_days_and_whom_to_ask(settings):
    late = json.loads(Path(find_late("2020-03-20")).read_text("utf-8"))["late"]
    text = late["file 650000 202002 ss_contribution"]
    assert re.search(
        r"社保：650000 2020年2月 .*ss_contribution.*未送达，最迟 2020-03-09，已迟 11 天。请联系社保经办（kuaiji）", text
    )
    closing = late["close 650000 202001"]
    assert "应于 2020-02-20 前完成" in closing and "已迟 29 天" in closing


def test_nothing_late_is_a_skip_and_nonsense_is_refused(settings):
    with pytest.raises(NothingLateError):
        find_late("2020-02-01")
    with pytest.raises(ValueError):
        find_late("2020-02-31")


def test_each_thing_is_said_once_a_day_and_channel(settings):
    first = find_late("2020-03-10")
    assert unsaid(first, "once") is not None
    remember_said(first, "once")
    assert unsaid(find_late("2020-03-10"), "once") is None
    assert unsaid(first, "other") is not None
    assert unsaid(find_late("2020-03-11"), "once") is not None, "a new day, a new reminder"


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline().strip():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(email.message_from_bytes(text))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


class Hook(http.server.BaseHTTPRequestHandler):
    """A webhook that keeps what it gets."""

    def do_POST(self):
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listening():
    """Start servers on free ports; stop them at the end."""
    servers = []

    def start(kind, handler, status=200):
        server = kind(("127.0.0.1", 0), handler)
        server.received, server.status, server.daemon_threads = [], status, True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def connect(monkeypatch, mailbox=None, hook=None):
    if mailbox:
        extra = {"from_email": "sanfang@example.org", "disable_ssl": True, "disable_tls": True}
        place = {"conn_type": "smtp", "host": "127.0.0.1", "port": mailbox.server_address[1], "extra": extra}
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", json.dumps(place))
        monkeypatch.setenv("SANFANG_ALERT_TO", "lead@example.org, audit@example.org")
    if hook:
        extra = {"config": {"path": f"json://127.0.0.1:{hook.server_address[1]}/hook"}}
        monkeypatch.setenv("AIRFLOW_CONN_APPRISE_DEFAULT", json.dumps({"conn_type": "apprise", "extra": extra}))


def run(bag, day):
    finished = bag.dags["deadlines"].test(run_conf={"day": day})
    return {task.task_id: task.state for task in finished.get_task_instances()}


@pytest.mark.airflow
def test_the_dag_says_it_once_by_mail_and_webhook(airflow_database, bag, settings, listening, monkeypatch):
    mailbox = listening(socketserver.ThreadingTCPServer, Mailbox)
    hook = listening(http.server.ThreadingHTTPServer, Hook)
    connect(monkeypatch, mailbox, hook)
    for _ in range(2):
        tasks = run(bag, "2020-03-20")
        assert tasks == {"find": "success", "mail": "success", "chat": "success", "offer_again": "skipped"}
    (message,) = mailbox.received
    assert str(make_header(decode_header(message["Subject"]))).startswith("三方对账 2020-03-20 到期提醒：")
    assert message["To"] == "lead@example.org, audit@example.org"
    body = next(part for part in message.walk() if part.get_content_type() == "text/html")
    assert "已迟 11 天" in body.get_payload(decode=True).decode()
    (said,) = hook.received
    assert "请联系社保经办（kuaiji）" in said["message"]


@pytest.mark.airflow
def test_without_connections_it_says_so_and_goes_on(airflow_database, bag, settings, monkeypatch, caplog):
    monkeypatch.delenv("AIRFLOW_CONN_SMTP_DEFAULT", raising=False)
    monkeypatch.delenv("AIRFLOW_CONN_APPRISE_DEFAULT", raising=False)
    tasks = run(bag, "2020-03-21")
    assert (tasks["mail"], tasks["chat"]) == ("success", "success")
    assert unsaid(find_late("2020-03-21"), "mail") is not None, "what nobody heard was not said"


@pytest.mark.airflow
def test_a_webhook_that_refuses_is_not_taken_for_a_message_said(
    airflow_database, bag, settings, listening, monkeypatch
):
    import notices

    hook = listening(http.server.ThreadingHTTPServer, Hook, status=500)
    connect(monkeypatch, hook=hook)
    with pytest.raises(OSError, match="没有全部送达"):
        notices._chat("题", "文")
    assert hook.received

"""What the `deadlines` DAG calls: the day's list of what is late, and what of it has been said already."""

import json
import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock

from warehouse.closing_month import open_requirements
from warehouse.closing_offer import waiting_since
from warehouse.connection import reader
from warehouse.deadlines import LateClose, LateFile, late_closes, late_files
from warehouse.settings import Settings
from warehouse.state.people import list_people
from warehouse.state.permissions import PARTIES
from warehouse.state.store import StateStore, open_state

log = logging.getLogger(__name__)
OPEN = {
    "files_complete": "三方文件未到齐",
    "earlier_closed": "较早的月份未结账",
    "bridge_explained": "有未说明的差额",
    "controls_pass": "有必须通过的检查未通过",
    "causes_confirmed": "有重要差异的原因未确认",
    "unconfirmed_sum": "未确认的差异合计超过限额",
}


class NothingLateError(RuntimeError):
    """Every file came in time and every month is closed by its day."""


@dataclass(frozen=True)
class Notice:
    """A message: title and text, without personal data."""

    title: str
    text: str


def find_late(asked: str | None) -> str:
    """Write the list of a day (``YYYY-MM-DD``, default today in China); return its path.

    Raises:
        ValueError: That is no day.
        NothingLateError: Nothing is late.
    """
    settings = Settings()
    day = date.fromisoformat(asked) if asked else datetime.now(ZoneInfo("Asia/Shanghai")).date()
    store = open_state(settings)
    said = {
        f"file {each.region} {each.period} {each.contract.dataset}": _file(store, each)
        for each in late_files(settings, day)
    }
    said |= {f"close {each.region} {each.period}": _close(settings, store, each) for each in late_closes(settings, day)}
    if not said:
        raise NothingLateError(f"{day}：没有迟交的文件，也没有逾期未结账的月份。")
    path = settings.under("state", "alerts", f"{day}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"day": str(day), "late": said}, ensure_ascii=False, indent=1), "utf-8")
    log.info("%s", "\n".join(said.values()))
    return str(path)


def unsaid(late: str, channel: str) -> Notice | None:
    """What this channel has not said on the list's day; None when it has said all of it."""
    facts = json.loads(Path(late).read_text("utf-8"))
    done = _said(channel).get(facts["day"], [])
    news = [text for key, text in facts["late"].items() if key not in done]
    if not news:
        return None
    title = f"三方对账 {facts['day']} 到期提醒：{len(news)} 项"
    return Notice(title, "\n".join([title, "", *(f"· {text}" for text in news)]))


def remember_said(late: str, channel: str) -> None:
    """Note that the channel has said the whole list; other days are forgotten."""
    facts = json.loads(Path(late).read_text("utf-8"))
    path = _memory(channel)
    with FileLock(path.with_suffix(".lock")):
        done = _said(channel).get(facts["day"], [])
        text = json.dumps({facts["day"]: sorted({*done, *facts["late"]})}, ensure_ascii=False)
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)


def _file(store: StateStore, late: LateFile) -> str:
    party = late.contract.party
    state = "已送达但被退回，须重报" if late.refused else "未送达"
    return (
        f"{PARTIES[party]}：{late.region} {_month(late.period)} {late.contract.title}（{late.contract.dataset}）{state}，"
        f"最迟 {late.due}，已迟 {late.days} 天。请联系{PARTIES[party]}经办{_logins(store, 'upload', late.region, party)}。"
    )


def _close(settings: Settings, store: StateStore, late: LateClose) -> str:
    text = f"结账：{late.region} {_month(late.period)} 未结账，应于 {late.due} 前完成，已迟 {late.days} 天。"
    if since := waiting_since(store, late.region, late.period):
        return f"{text}自 {since} 起等待审批。请联系复核{_logins(store, 'close', late.region, None)}。"
    return f"{text}{_open(settings, late)}请联系经办{_logins(store, 'explain', late.region, None)}。"


def _open(settings: Settings, late: LateClose) -> str:
    """Kinds of what is open, without the amounts and keys that the workbench shows to those who may see them."""
    if not settings.published_path.exists():
        return "尚未发布。"
    with reader(settings.published_path) as connection:
        kinds = [OPEN[kind] for kind in open_requirements(connection, settings, late.region, late.period)]
    return f"还差：{'、'.join(kinds)}。" if kinds else "条件已满足，尚未提交审批。"


def _logins(store: StateStore, action: str, region: str, party: str | None) -> str:
    can = [person.login for person in list_people(store) if person.may(action, region, party)]
    return f"（{'、'.join(can)}）" if can else ""


def _month(period: str) -> str:
    return f"{period[:4]}年{int(period[4:])}月"


def _said(channel: str) -> dict[str, list[str]]:
    path = _memory(channel)
    done: dict[str, list[str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return done


def _memory(channel: str) -> Path:
    return Settings().under("state", "alerts", f"said-{channel}.json")

"""The declared rules: what they are now, what two persons accepted last, and where the two differ.

Rules are rows of seeds: which lines are matched, what a difference may be called, what keeps a month open, what may be
written off. Readers see only figures made by accepted ones. Names and explanations are no rules.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.connection import reader
from warehouse.settings import PROJECT, Settings
from warehouse.state.attachments import attach, read_attachment
from warehouse.state.decision_rows import Attachment, read_decisions
from warehouse.state.journal import Entry, canonical, entries, record
from warehouse.state.people import list_people
from warehouse.state.store import StateStore, open_state
from warehouse.state.tables import decision as decisions

SEEDS = PROJECT / "dbt_project" / "seeds"
RULES = {
    "legs": ("对账环节", ("leg",)),
    "match_passes": ("匹配规则", ("model",)),
    "difference_causes": ("差异原因", ("verdict", "cause")),
    "control": ("内控", ("control_id",)),
    "close_control": ("结账必过的内控", ("control_id",)),
    "materiality": ("重要性限额", ("region_code",)),
}
"""Seed of rules → what it is called and the columns that name a row."""
FOUND = "rules_found"
FILE = "规则.txt"
_WORDS = frozenset(
    ["label", "english_label", "leg_name", "english_name", "left_label", "right_label", "description", "recognised_by"]
) | {"title", "english_title", "source", "reason", "why"}


class RulesRefused(ValueError):
    """The rules are not those that two persons accepted; the message says where they differ and what to do."""


@dataclass(frozen=True)
class Accepted:
    """The rules in force: their text, and by which decision (None: those found at the first publication)."""

    text: str
    decision_id: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """Digest by which a rule change names its rules: that of the file attached to it."""
    return hashlib.sha256(text.encode()).hexdigest()


def found_rules(entry: Entry) -> Attachment:
    """The file of the rules that an entry of the journal found in force."""
    return Attachment(FILE, str(entry.content["details"]["sha256"]), 0)


def ruled_regions(settings: Settings) -> list[str]:
    """Regions whose figures readers see: the rules are the same for all of them."""
    if not settings.published_path.exists():
        return []
    with reader(settings.published_path) as connection:
        rows = connection.execute("select distinct region_code from marts.fct_reconciliation_line order by all")
        return [str(row[0]) for row in rows.fetchall()]


def declared_rules() -> str:
    """The rules as they are declared now, one row a line, in an order of their own."""
    return "".join(f"{line}\n" for name in sorted(RULES) for line in sorted(_lines(name)))


def accepted_rules(store: StateStore) -> Accepted | None:
    """What two persons accepted last; else what was found at the first publication; None before it.

    Raises:
        DecisionRefused: The attached rules are gone or were changed.
    """
    with store.session() as connection:
        changes = read_decisions(connection, decisions.c.kind == "rule_change", status="approved")
    if changes:
        newest = max(changes, key=lambda each: (each.decided_at or "", each.decision_id))
        if newest.attachment is not None and newest.attachment.sha256 == newest.target:
            return Accepted(read_attachment(store.settings, newest.attachment).decode(), newest.decision_id)
    found = entries(store, action=FOUND, limit=1)
    return Accepted(read_attachment(store.settings, found_rules(found[0])).decode(), None) if found else None


def require_accepted(settings: Settings) -> None:
    """Refuse rules that nobody approved. Those of now are journalled as found where none were accepted yet, and also where
    nobody is registered: there is no second person to ask, and the journal says what held from when.

    Raises:
        RulesRefused: Says each row that differs.
    """
    store, now = open_state(settings), declared_rules()
    accepted = accepted_rules(store)
    if accepted and accepted.text == now:
        return
    if accepted is None or not list_people(store):
        kept = attach(settings, FILE, now.encode())
        record(store, "system", FOUND, FILE, {"sha256": kept.sha256})
        return
    told = list(differences(accepted.text, now))
    shown = "\n".join(f"  {line}" for line in told[:10])
    more = f"\n  ……共 {len(told)} 处" if len(told) > 10 else ""
    raise RulesRefused(
        f"对账规则与已批准的不同，不发布；读者看到的数不变：\n{shown}{more}\n"
        "先由一人 sanfang rules propose 提出，另一人复核批准；或把规则改回。"
    )


def differences(before: str, after: str) -> Iterator[str]:
    """Each row that was added, taken away or changed, in words."""
    old, new = _by_key(before), _by_key(after)
    for seed, key in sorted(old.keys() | new.keys()):
        was, is_now = old.get((seed, key)), new.get((seed, key))
        name = f"{RULES[seed][0]} {key}"
        if was is None:
            yield f"{name}：新增"
        elif is_now is None:
            yield f"{name}：删去"
        elif was != is_now:
            columns = [column for column in is_now.keys() | was.keys() if was.get(column) != is_now.get(column)]
            changed = "；".join(
                f"{column} {was.get(column) or '空'} → {is_now.get(column) or '空'}" for column in sorted(columns)
            )
            yield f"{name}：{changed}"


def _lines(seed: str) -> Iterator[str]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield canonical({"seed": seed, **{name: value for name, value in row.items() if name not in _WORDS}})


def _by_key(text: str) -> dict[tuple[str, str], dict[str, str]]:
    rows = [json.loads(line) for line in text.splitlines()]
    return {(row["seed"], " ".join(row[column] for column in RULES[row["seed"]][1]).strip()): row for row in rows}

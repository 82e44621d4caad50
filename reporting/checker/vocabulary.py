"""What a label speaks of: fund, flow, item. The words are data in ``vocabulary.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

TOTAL = ""
_YEARS = re.compile(r"(?:19|20)\d\d\s*年(度)?(末|底)?|\d+\s*月(末|底|份)?|\d+\s*日")
_REMARK = re.compile(r"（[^（）]*）")


@dataclass(frozen=True)
class Entry:
    """One line of the vocabulary."""

    name: str
    pattern: re.Pattern[str]
    flow: str = ""
    family: str = ""
    demand: bool = False
    label: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The loaded words."""

    funds: tuple[Entry, ...]
    balances: tuple[Entry, ...]
    items: tuple[Entry, ...]
    persons: tuple[Entry, ...]
    fillers: re.Pattern[str]
    places: re.Pattern[str]
    no_places: re.Pattern[str]
    levels: re.Pattern[str]
    families: dict[str, str] = field(default_factory=dict)


@cache
def vocabulary() -> Vocabulary:
    """Read the words once."""
    raw = yaml.safe_load((Path(__file__).parent / "vocabulary.yml").read_text(encoding="utf-8"))
    items = tuple(
        Entry(each["item"], re.compile(each["match"]), each["flow"], each.get("family", "")) for each in raw["items"]
    )
    return Vocabulary(
        funds=tuple(Entry(each["code"], re.compile(each["match"]), label=each["name"]) for each in raw["funds"]),
        balances=tuple(Entry(each["flow"], re.compile(each["match"]), each["flow"]) for each in raw["balances"]),
        items=items,
        persons=tuple(
            Entry(each["item"], re.compile(each["match"]), "heads", demand=each.get("demand", False))
            for each in raw["persons"]
        ),
        fillers=re.compile(raw["fillers"]),
        places=re.compile(raw["places"]),
        no_places=re.compile(raw["no_places"]),
        levels=re.compile(raw["levels"]),
        families={entry.name: entry.family for entry in items},
    )


def find_fund(label: str) -> str | None:
    """Code of the fund that the label names; the last one named where there are several, specific before general."""
    best: tuple[int, int, str] | None = None
    for entry in vocabulary().funds:
        for match in entry.pattern.finditer(label):
            if match[0] and (best is None or (match.end(), len(match[0])) > best[:2]):
                best = (match.end(), len(match[0]), entry.name)
    return best[2] if best else None


def find_place(label: str) -> str:
    """Place inside the region that a label starts with (贵池区…); '' where it names none."""
    words = vocabulary()
    plain = re.sub(r"^[\s，、]+", "", words.no_places.sub("，", _YEARS.sub("", label)))
    match = words.places.match(plain)
    return match[0] if match and not find_fund(match[0]) else ""


def fund_name(code: str) -> str:
    """Chinese name of a fund code, with its place (``110@贵池区``); the code where it is not known."""
    fund, _, place = code.partition("@")
    return place + next((entry.label for entry in vocabulary().funds if entry.name == fund), fund)


def without_fund(label: str) -> str:
    """The label without the name of its fund, remarks in brackets and years."""
    label = _YEARS.sub("", _REMARK.sub("", label))
    for entry in vocabulary().funds:
        label = entry.pattern.sub("", label)
    return label


def residue(label: str) -> str:
    """What remains of a label when everything that says nothing is taken away."""
    return re.sub(r"[\s，。、：；“”\"']+", "", vocabulary().fillers.sub("", without_fund(label)))


def flow_and_item(label: str) -> tuple[str, str]:
    """Flow and item of an amount of money; flow '' where the label does not say it, item '' for a total."""
    words = vocabulary()
    for entry in words.balances:
        if entry.pattern.search(label):
            return entry.flow, residue(entry.pattern.sub("", label))
    if re.search(r"滚存|结余|结存", label) and not re.search(r"收入|支出", label):
        return "surplus", residue(re.sub(r"收支|滚存|结余|结存", "", label))
    plain = _YEARS.sub("", _REMARK.sub("", label))
    for entry in words.items:
        if entry.pattern.search(plain):
            level = words.levels.search(plain) if entry.name == "财政补贴" else None
            return entry.flow, entry.name + (level[0] if level else "")
    if re.search(r"总量|收入总计|支出总计", plain):
        return "income" if "收入" in plain else "expenditure", "总量"
    flow = "income" if "收入" in plain else "expenditure" if re.search(r"支出|发放|支付", plain) else ""
    return flow, re.sub(r"收入|支出", "", residue(plain))


def person_item(before: str, after: str) -> str:
    """What kind of people is counted, by the words before the number, else by those after it."""
    for label in (before, after):
        for entry in vocabulary().persons:
            if entry.pattern.search(label):
                return entry.name
        if rest := residue(label):
            return rest
    return TOTAL


def is_demand_driven(item: str) -> bool:
    """Whether the count follows from life (deaths, unemployment, injury)."""
    return any(entry.name == item and entry.demand for entry in vocabulary().persons)


def family(item: str) -> str:
    """Family of an item: transfer, adjustment, benefit, or ''."""
    return vocabulary().families.get(item, "")

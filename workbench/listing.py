"""The list of lines that a filter chooses: conditions in SQL with bound values, never text of the user in a statement."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from workbench.queries import statement
from workbench.words import STATES, legs

PAGE_ROWS = 50
SORTS = {
    "amount": "abs(amount)",
    "difference": "abs(difference)",
    "age": "age_days",
    "date": "business_date",
    "period": "period",
    "record": "record_key",
    "payer": "payer_key",
    "verdict": "verdict",
    "owner": "owner",
    "leg": "leg",
    "fund": "fund_code",
}
# Exact columns that a value narrows.
_EQUAL = ("leg", "party", "verdict", "period")
# The close asks for a person: a cause that a rule found by itself is not confirmed by anybody.
_CONFIRMED = {
    "no": "confirmed_by is null",
    "yes": "confirmed_by is not null",
    "person": "confirmed_by <> 'rule'",
    "nobody": "coalesce(confirmed_by, 'rule') = 'rule'",
}
# Lines that agree inside one month, or are out of scope, are only in the mart itself: too many to list without a month.
_IN_MART = ("excluded", "matched", "all")


@dataclass(frozen=True)
class LineFilter:
    """What to list. ``as_of`` is the month at whose end a line is open; ``item`` a line of the reconciliation statement."""

    region: str = ""
    as_of: str = ""
    state: str = "open"
    period: str = ""
    leg: str = ""
    fund: str = ""
    party: str = ""
    verdict: str = ""
    cause: str = ""
    bucket: str = ""
    owner: str = ""
    confirmed: str = ""
    item: str = ""
    q: str = ""
    sort: str = "amount"
    order: str = "desc"

    @classmethod
    def of(cls, given: Any, region: str, as_of: str) -> LineFilter:
        """From query parameters or form fields; what is unknown or overlong is left out."""
        names = {field.name for field in fields(cls)}
        kept = {name: str(given[name]).strip()[:80] for name in names if given.get(name)}
        asked = cls(**{"region": region, "as_of": as_of, **kept})
        if asked.state not in STATES or asked.sort not in SORTS or asked.order not in ("asc", "desc"):
            asked = replace(asked, state="open", sort="amount", order="desc")
        if asked.state in _IN_MART and not asked.period:
            return replace(asked, period=as_of)
        return asked

    def query(self) -> dict[str, str]:
        """The filter as an address has it, without what is as it would be anyway."""
        plain = LineFilter()
        return {name: value for name, value in asdict(self).items() if value and value != getattr(plain, name)}

    def parts(self) -> tuple[str, dict[str, Any]]:
        """SQL that names the chosen lines as ``chosen``, and its values."""
        values: dict[str, Any] = {"region": self.region, "as_of": self.as_of}
        line = ["region_code = $region", *self._of_state()]
        for name in _EQUAL:
            if getattr(self, name):
                line.append(f"{name} = ${name}")
                values[name] = getattr(self, name)
        if self.fund and self.fund != "all":
            line.append("fund_code = $fund")
            values["fund"] = self.fund
        if self.cause:
            line.append("coalesce(cause, 'none') = $cause")
            values["cause"] = self.cause
        if self.confirmed:
            line.append(_CONFIRMED.get(self.confirmed, "false"))
        line += self._of_item(values)
        if self.q:
            line.append(statement("line_search").strip())
            values["q"] = self.q
        listed = ["true"]
        for name in ("bucket", "owner"):
            if getattr(self, name):
                listed.append(f"coalesce({name}, 'undecided') = ${name}")
                values[name] = getattr(self, name)
        sql = statement("lines_chosen").replace("/*source*/", self._source())
        sql = sql.replace("/*line*/", "\n        and ".join(f"({part})" for part in line))
        return sql.replace("/*listed*/", "\n    and ".join(f"({part})" for part in listed)), values

    def _source(self) -> str:
        in_mart = self.item.startswith(("excluded", "left_", "right_")) if self.item else self.state in _IN_MART
        return statement("lines_settled").strip() if in_mart else "marts.difference_line"

    def _of_state(self) -> list[str]:
        """Conditions on a line alone; what is open needs the open items as well."""
        if self.item:
            return []
        return {
            "open": [
                "period <= $as_of",
                "is_open or verdict in ('matched', 'self_cancelled') and cleared_period > $as_of",
            ],
            "differences": ["verdict <> 'matched'"],
            "transit": ["verdict = 'matched'"],
            "excluded": ["verdict = 'excluded'"],
            "matched": ["verdict = 'matched'"],
            "all": [],
        }[self.state]

    def _of_item(self, values: dict[str, Any]) -> list[str]:
        """Lines behind one line of the statement, in the words of its line code."""
        if not self.item:
            return []
        settled = "verdict in ('matched', 'self_cancelled') and opened_period <> cleared_period"
        if self.item == "in_transit_opened":
            return [settled, "period < cleared_period"]
        if self.item == "in_transit_cleared":
            return [settled, "period >= cleared_period"]
        if self.item in ("left_detail", "right_detail"):
            found = legs().get(self.leg)
            values["side"] = (found.left_party if self.item == "left_detail" else found.right_party) if found else ""
            return ["party = $side"]
        values["item_verdict"], _, cause = self.item.partition(".")
        values["item_cause"] = cause or "none"
        return ["verdict = $item_verdict", "coalesce(cause, 'none') = $item_cause"]


def left_sides() -> list[str]:
    """``leg.party`` of each left party, for SQL that signs amounts right less left."""
    return [f"{leg.code}.{leg.left_party}" for leg in legs().values()]

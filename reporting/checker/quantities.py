"""A report as quantities: what is said, of what, in which role, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from reporting.checker.figures import Figure, Unit
from reporting.checker.spans import Span


class Role(StrEnum):
    """What a figure says about its subject."""

    VALUE = "value"
    CHANGE = "change"
    GROWTH = "growth"
    COMPLETION = "completion"
    PRIOR = "prior"
    TARGET = "target"
    AVERAGE = "average"
    SHARE = "share"
    CLAIM = "claim"
    OTHER = "other"


@dataclass(frozen=True)
class Subject:
    """``fund`` a code or 'all' or ''; ``flow`` income, expenditure, balance, closing, opening, surplus, heads or '';
    ``item`` '' for a total; ``plan`` for budgets and targets; ``year`` 0 where the report does not say it."""

    fund: str
    flow: str
    item: str
    plan: bool
    year: int
    nameless: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Fund, flow and item."""
        return self.fund, self.flow, self.item


@dataclass(eq=False)
class Quantity:
    """One figure in its context. Compared by identity: two printings of one amount are two quantities.

    ``value`` and ``span`` are in 元, 人 or % (``unit.scale``); ``unit`` is the one that is computed with: where the
    printed unit was found to be a slip, ``taken_as`` replaces it, and ``text`` still shows what is printed.
    """

    figure: Figure
    unit: Unit
    subject: Subject
    role: Role
    label: str
    after: str
    place: str
    quote: str
    order: int
    vague: bool = False
    explicit_fund: bool = False
    excludes: str = ""
    includes: str = ""
    corrected: bool = False
    owner: Quantity | None = None
    modifiers: list[Quantity] = field(default_factory=list)

    @property
    def value(self) -> Fraction:
        """Amount in the base unit."""
        return self.figure.number * self.unit.scale

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed digit, in the base unit."""
        return Fraction(self.unit.scale, 2 * 10**self.figure.decimals)

    @property
    def span(self) -> Span:
        """What the printed figure can stand for."""
        return Span(self.value - self.half, self.value + self.half)

    @property
    def text(self) -> str:
        """The number and unit as printed."""
        return self.figure.text

    def of(self, role: Role) -> list[Quantity]:
        """Modifiers in a role."""
        return [each for each in self.modifiers if each.role is role]

    def take_as(self, unit: Unit) -> None:
        """Compute with another unit from here on."""
        self.unit, self.corrected = unit, True


@dataclass
class Listing:
    """Parts that the report lists under a total (其中：…). ``partial`` where it says 等 or 主要."""

    parent: Quantity
    parts: list[Quantity] = field(default_factory=list)
    partial: bool = False
    bracket: bool = False
    #: A table's total row may stand above or below its parts: only what holds counts.
    guessed: bool = False


@dataclass(frozen=True)
class Sentence:
    """Text with its place and the fund that it speaks of, for reasons and definitions."""

    text: str
    place: str
    fund: str
    section: str


@dataclass
class Report:
    """Everything that was read out of one document. Complete before the first ``find``."""

    quantities: list[Quantity] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    year: int = 0

    def values(self, *, plan: bool = False) -> list[Quantity]:
        """Heads (not changes, rates, priors) of the report's year."""
        return [
            each
            for each in self.quantities
            if each.role is Role.VALUE and each.subject.plan is plan and each.subject.year in (0, self.year)
        ]

    def find(self, fund: str, flow: str, item: str, *, plan: bool = False) -> list[Quantity]:
        """Values of one subject."""
        return self._values_by_key.get((fund, flow, item, plan), [])

    def find_prior(self, fund: str, flow: str, item: str) -> list[Quantity]:
        """Values of the year before, printed as such or under that year."""
        return self._priors_by_key.get((fund, flow, item), [])

    @cached_property
    def _values_by_key(self) -> dict[tuple[str, str, str, bool], list[Quantity]]:
        found: dict[tuple[str, str, str, bool], list[Quantity]] = {}
        for plan in (False, True):
            for each in self.values(plan=plan):
                found.setdefault((*each.subject.key, plan), []).append(each)
        return found

    @cached_property
    def _priors_by_key(self) -> dict[tuple[str, str, str], list[Quantity]]:
        found: dict[tuple[str, str, str], list[Quantity]] = {}
        for each in self.quantities:
            value = each.role is Role.VALUE and each.subject.year == self.year - 1
            if (each.role is Role.PRIOR or value) and not each.subject.plan:
                found.setdefault(each.subject.key, []).append(each)
        return found

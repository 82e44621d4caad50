"""An identity over printed figures, and how to find the figure that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reporting.checker.findings import Kind, Severity
from reporting.checker.quantities import Quantity
from reporting.checker.readings import STRONG, Reading, readings
from reporting.checker.spans import Span


class Values:
    """The figures' spans, some of them read otherwise."""

    def __init__(self, other: dict[int, Fraction] | None = None) -> None:
        self._other = other or {}

    def span(self, quantity: Quantity) -> Span:
        """Everything that the figure can stand for."""
        if id(quantity) in self._other:
            value = self._other[id(quantity)]
            return Span(value - quantity.half, value + quantity.half)
        return quantity.span


#: Left side minus right side for each way in which the identity may be meant; None where it cannot be computed.
Gaps = Callable[[Values], Sequence[Span | None]]


@dataclass(eq=False)
class Identity:
    """``weak``: the report does not promise that it holds (a list may leave something out, a base is derived), so that
    it alarms only where one likely slip of one figure makes it hold exactly. ``at``: the figure that leads there.
    """

    kind: Kind
    title: str
    at: Quantity
    quantities: tuple[Quantity, ...]
    gaps: Gaps
    arithmetic: str
    weak: bool = False
    severity: Severity = Severity.HIGH
    advice: str = ""
    truncated: Gaps | None = None
    repairs: list[tuple[Quantity, Reading]] = field(default_factory=list)

    def holds(self, values: Values) -> bool:
        """Whether one way of meaning it holds within the printed rounding."""
        return any(gap is not None and gap.holds() for gap in self.gaps(values))

    def holds_truncated(self) -> bool:
        """Whether it holds when digits were cut off instead of rounded."""
        return self.truncated is not None and any(gap is not None and gap.holds() for gap in self.truncated(Values()))


#: About so many other readings has a figure.
READINGS = 150
#: Figures looked at in all searches of a report; the founding report needs a hundredth of it.
MAX_EFFORT = 4_000_000
#: Likely slips may fit by chance more easily than those of which there are many.
_CHANCES = ((STRONG, Fraction(1, 5)), (STRONG + 1, Fraction(1, 20)))


class Web:
    """All identities of a report: a slip is where one other reading repairs most and breaks least."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self.identities = list(identities)
        self._holding = {id(each): each.holds(Values()) for each in self.identities}
        self._effort = MAX_EFFORT
        self._around: dict[int, list[Identity]] = {}
        for each in self.identities:
            for quantity in each.quantities:
                self._around.setdefault(id(quantity), []).append(each)

    @property
    def rounds(self) -> bool:
        """Whether this report rounds its rates: then one that is cut off is a slip and no manner."""
        rates = [each for each in self.identities if each.truncated is not None]
        rounded = sum(self.holding(each) and not each.holds_truncated() for each in rates)
        cut = sum(not self.holding(each) and each.holds_truncated() for each in rates)
        return rounded > 2 * cut

    def holding(self, identity: Identity) -> bool:
        """Whether it holds as printed."""
        return self._holding[id(identity)]

    def confirmations(self, quantity: Quantity) -> list[Identity]:
        """Identities with the figure that hold."""
        return [each for each in self._around.get(id(quantity), []) if self.holding(each)]

    def repair(self, identity: Identity) -> list[tuple[Quantity, Reading]]:
        """Best other readings of one figure that make the identity hold; empty where there are none or too many."""
        scored: list[tuple[tuple[int, int], Quantity, Reading]] = []
        if not self._affordable(identity):
            return []
        for quantity in {id(each): each for each in identity.quantities}.values():
            for reading in readings(quantity):
                if identity.holds(Values({id(quantity): reading.value})):
                    net = self._net(quantity, reading)
                    if net > 0:
                        scored.append(((-net, reading.rank), quantity, reading))
        if not scored:
            return []
        best = min(score for score, _, _ in scored)
        found = [(quantity, reading) for score, quantity, reading in scored if score == best]
        return found if len(found) <= 3 else []

    def _affordable(self, identity: Identity) -> bool:
        """Whether the search ends soon: an endless list gets its finding, but no suggested reading."""
        around = max(len(self._around[id(each)]) for each in identity.quantities)
        effort = len(identity.quantities) * READINGS * (len(identity.quantities) + around)
        if effort > self._effort:
            return False
        self._effort -= effort
        return True

    def _net(self, quantity: Quantity, reading: Reading) -> int:
        values = Values({id(quantity): reading.value})
        net = 0
        for each in self._around[id(quantity)]:
            after = each.holds(values)
            if after != self.holding(each):
                # A weak identity that breaks says little; one that is repaired says as much as any other.
                net += 1 if after else (0 if each.weak else -1)
        return net

    def likely_slip(self, identity: Identity) -> list[tuple[Quantity, Reading]]:
        """Repairs of a weak identity that are no coincidence: few readings were tried, and the identity is narrow."""
        found = self.repair(identity)
        for rank, chance in _CHANCES:
            likely = [each for each in found if each[1].rank <= rank]
            if likely and self._coincidence(identity, rank) < chance:
                return likely
        return []

    @staticmethod
    def _coincidence(identity: Identity, rank: int) -> Fraction:
        """About how many of the readings of a rank would fit by chance."""
        gaps = [gap for gap in identity.gaps(Values()) if gap is not None]
        if not gaps:
            return Fraction(0)
        tried = sum(sum(1 for each in readings(q) if each.rank <= rank) for q in identity.quantities)
        size = max(abs(gap.middle) for gap in gaps)
        width = min(gap.high - gap.low for gap in gaps)
        return width * tried / size if size else Fraction(1)

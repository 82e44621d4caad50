"""A report in the making: text with slots for figures, and the arithmetic that its author promises.

Nothing here comes from the checker: the promises are the benchmark's own, tested with its own rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SCALES = {"元": 1, "万元": 10**4, "亿元": 10**8, "人": 1, "万人": 10**4, "人次": 1, "%": 1}


@dataclass(eq=False)
class Slot:
    """A printed figure: ``text`` and ``unit`` are what is printed, ``sign`` what the words around it say."""

    fact: str
    text: str
    unit: str
    sign: int = 1

    @property
    def printed(self) -> str:
        """As it stands in the report, without blanks."""
        return f"{self.text}{self.unit}"

    def bounds(self) -> tuple[Fraction, Fraction]:
        """What the printed figure can stand for, in 元, 人 or %."""
        decimals = len(self.text.partition(".")[2])
        value, half = Fraction(self.text) * self.sign, Fraction(1, 2 * 10**decimals)
        scale = SCALES[self.unit]
        return (value - half) * scale, (value + half) * scale


Promise = tuple[tuple[Slot, ...], Callable[[], bool]]


@dataclass
class Draft:
    """Paragraphs of text pieces and slots; rows of tables; the promises between slots."""

    name: str
    blank: str = ""
    paragraphs: list[list[str | Slot]] = field(default_factory=list)
    table: list[list[str | Slot]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    #: Figures of promises made before the place where they are printed.
    spare: dict[str, Slot] = field(default_factory=dict)

    def slot(self, fact: str, value: Fraction | int, unit: str, decimals: int = 0) -> Slot:
        """A figure rounded half up; a second slot of the same fact promises to agree with the first.

        Printed without its sign: 减少 says it. ``signed`` prints it.
        """
        amount = abs(Fraction(value)) / SCALES[unit]
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        text = str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))
        made = Slot(fact, text, unit, -1 if value < 0 else 1)
        for other in self.slots:
            if other.fact == fact:
                self.agree(other, made)
                break
        self.slots.append(made)
        return made

    def agree(self, first: Slot, second: Slot) -> None:
        """The same figure printed twice."""
        self.promises.append(((first, second), lambda: _meet(first.bounds(), second.bounds())))

    def signed(self, slot: Slot) -> Slot:
        """Print the minus of a deficit."""
        if slot.sign < 0:
            slot.text, slot.sign = f"-{slot.text}", 1
        return slot

    def say(self, *pieces: str | Slot) -> None:
        """A paragraph."""
        self.paragraphs.append(list(pieces))

    def row(self, *cells: str | Slot) -> None:
        """A row of the table."""
        self.table.append(list(cells))

    def total(self, whole: Slot, parts: list[Slot]) -> None:
        """The parts add up to the whole."""
        self.promises.append(((whole, *parts), lambda: _meet(whole.bounds(), _add([each.bounds() for each in parts]))))

    def growth(self, head: Slot, change: Slot, rate: Slot) -> None:
        """change ÷ (head − change) = rate."""

        def holds() -> bool:
            corners = []
            for now in head.bounds():
                for step in change.bounds():
                    if now - step <= 0:
                        return False
                    corners.append(100 * step / (now - step))
            return _meet((min(corners), max(corners)), rate.bounds())

        self.promises.append(((head, change, rate), holds))

    def difference(self, head: Slot, prior: Slot, change: Slot) -> None:
        """head = prior + change."""
        self.promises.append(
            ((head, prior, change), lambda: _meet(head.bounds(), _add([prior.bounds(), change.bounds()])))
        )

    def completion(self, head: Slot, budget: Slot, rate: Slot) -> None:
        """head ÷ budget = rate."""

        def holds() -> bool:
            low, high = budget.bounds()
            if low <= 0:
                return False
            corners = [100 * a / b for a in head.bounds() for b in (low, high)]
            return _meet((min(corners), max(corners)), rate.bounds())

        self.promises.append(((head, budget, rate), holds))

    def minus(self, result: Slot, first: Slot, second: Slot) -> None:
        """result = first − second."""
        self.promises.append(
            ((result, first, second), lambda: _meet(first.bounds(), _add([result.bounds(), second.bounds()])))
        )

    def broken(self) -> bool:
        """Whether a promise does not hold as printed."""
        return not all(holds() for _, holds in self.promises)

    def lines(self) -> list[str]:
        """The paragraphs as text."""
        return ["".join(self._printed(piece) for piece in pieces) for pieces in self.paragraphs]

    def _printed(self, piece: str | Slot) -> str:
        if isinstance(piece, str):
            return piece
        return f"{self.blank}{piece.text}{self.blank if piece.unit != '%' else ''}{piece.unit}"


def _meet(first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _add(bounds: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    return sum((low for low, _ in bounds), Fraction(0)), sum((high for _, high in bounds), Fraction(0))

"""Exact intervals: a printed figure stands for every value that is rounded to it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True)
class Span:
    """All values from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @classmethod
    def exact(cls, value: Fraction | int) -> Span:
        """The one value."""
        return cls(Fraction(value), Fraction(value))

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Span) -> Span:
        corners = [a * b for a, b in product((self.low, self.high), (other.low, other.high))]
        return Span(min(corners), max(corners))

    def over(self, other: Span) -> Span | None:
        """Quotient; None where the divisor may be nothing or negative (rates have positive bases)."""
        if other.low <= 0:
            return None
        corners = [a / b for a, b in product((self.low, self.high), (other.low, other.high))]
        return Span(min(corners), max(corners))

    def holds(self, value: Fraction | int = 0) -> bool:
        """Whether the value lies inside."""
        return self.low <= value <= self.high

    def meets(self, other: Span) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    @property
    def middle(self) -> Fraction:
        """Centre."""
        return (self.low + self.high) / 2


def total(spans: list[Span]) -> Span:
    """Sum of all."""
    return Span(sum((span.low for span in spans), Fraction(0)), sum((span.high for span in spans), Fraction(0)))

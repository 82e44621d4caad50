"""How large a year is: the real one, or a small one for tests with the same books."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Number of payers and the divisor that shrinks the lists of beneficiaries."""

    enterprises: int
    institutions: int
    settlers: int  # institutions that pay the settlement of the preparation years
    divisor: int  # pensioners, injured and subsidised persons of the statistics per benefit row

    def rows(self, heads: int) -> int:
        """Benefit rows for a number of heads, at least one."""
        return max(1, heads // self.divisor)


REAL = Size(enterprises=6000, institutions=900, settlers=8, divisor=1)
SMALL = Size(enterprises=40, institutions=8, settlers=2, divisor=1200)

"""The golden figures: the checked file beside this module, read into exact fen.

Amounts in the file are 万元 with at most six decimals, so one unit of the last decimal is one fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FUNDS = ("110", "120", "210", "410")


def read_text_yaml(name: str) -> Any:
    """Read a YAML file of this package with every scalar as text, so that no amount becomes a float."""
    return yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader builds text only


def fen_of_wan(text: str) -> int:
    """万元 as text → fen; refuses more than six decimals."""
    fen = Decimal(text) * 1_000_000
    if fen != int(fen):
        raise ValueError(f"{text} 万元 is not a whole number of fen")
    return int(fen)


def fen_of_yuan(text: str) -> int:
    """Yuan as text with two decimals → fen."""
    return int((Decimal(text) * 100).to_integral_exact())


@dataclass(frozen=True)
class Golden:
    """Books of the golden year and of the year before it, in fen; weights of months; heads."""

    flows: dict[tuple[str, str, str], int]  # (fund, leaf account, 'this' | 'prior') → fen of the year
    opening: dict[str, int]  # net assets at the start of the golden year
    reserve: dict[str, tuple[int, int]]  # fund → (3201 opening, provision of the golden year)
    assets: dict[str, dict[str, int]]  # fund → account → fen outside the special account
    seasons: dict[str, list[int]]
    heads: dict[str, Any]

    def weights(self, fund: str, account: str) -> list[int]:
        """Return the twelve monthly weights of an account, the most specific entry first."""
        for key in (f"{fund}.{account}", account, account[:4]):
            if key in self.seasons:
                return self.seasons[key]
        return [1] * 12


def load_golden() -> Golden:
    """Read the golden figures."""
    raw = read_text_yaml("golden_2020.yml")
    flows = {
        (fund, account, when): fen_of_wan(amount)
        for fund, entry in raw["funds"].items()
        for when in ("this", "prior")
        for account, amount in entry[when].items()
    }
    reserve = {
        fund: (fen_of_wan(entry["reserve"]["opening"]), fen_of_wan(entry["reserve"]["provision"]))
        for fund, entry in raw["funds"].items()
        if "reserve" in entry
    }
    return Golden(
        flows=flows,
        opening={fund: fen_of_wan(entry["opening"]) for fund, entry in raw["funds"].items()},
        reserve=reserve,
        assets={f: {a: fen_of_wan(v) for a, v in held.items()} for f, held in raw["assets"].items()},
        seasons={key: [int(w) for w in weights] for key, weights in raw["seasons"].items()},
        heads=raw["heads"],
    )


def spread(total: int, weights: list[int]) -> list[int]:
    """Split a total over weights in whole units, by largest remainder; the parts add up to the total."""
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts

"""Random but sensible years of funds: items, budgets, balances, heads."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

FUNDS = (
    ("企业职工基本养老保险", ("基本养老金支出", "丧葬抚恤金支出", "转移支出", "其他支出"), 3_000_000),
    ("机关事业单位基本养老保险", ("基本养老金支出", "转移支出", "其他支出"), 600_000),
    ("城乡居民基本养老保险", ("基本养老金支出", "丧葬抚恤金支出", "转移支出"), 200_000),
    ("工伤保险", ("工伤保险待遇支出", "劳动能力鉴定支出", "其他支出"), 40_000),
    ("失业保险", ("失业保险金支出", "稳岗补贴支出", "技能提升补贴支出", "其他支出"), 50_000),
)
INCOME = ("保险费收入", "利息收入", "财政补贴收入", "其他收入", "转移收入")


@dataclass
class Item:
    """This year's and last year's amount in 元 (whole 万元)."""

    name: str
    now: int
    before: int


@dataclass
class Fund:
    """One fund's year in 元."""

    name: str
    income: list[Item]
    outgo: list[Item]
    budget: int
    income_budget: int
    transfers: int
    opening: int
    heads_goal: int
    heads: int
    heads_before: int

    def of(self, side: str) -> list[Item]:
        """Items of a side."""
        return self.income if side == "income" else self.outgo

    def now(self, side: str) -> int:
        """Total of this year."""
        return sum(item.now for item in self.of(side))

    def before(self, side: str) -> int:
        """Total of last year."""
        return sum(item.before for item in self.of(side))

    @property
    def balance(self) -> int:
        """Income − expenditure + net transfers."""
        return self.now("income") - self.now("outgo") + self.transfers

    @property
    def closing(self) -> int:
        """Opening + balance."""
        return self.opening + self.balance


def make_funds(random: Random, count: int, *, transfers: bool) -> list[Fund]:
    """Some funds in the order of the list; amounts are whole 万元."""
    chosen = sorted(random.sample(range(len(FUNDS)), count))
    return [_fund(random, FUNDS[index], transfers) for index in chosen]


def _fund(random: Random, kind: tuple[str, tuple[str, ...], int], transfers: bool) -> Fund:
    name, outgo_names, usual = kind
    size = int(usual * random.uniform(0.2, 1.6))
    income = _items(random, INCOME[: random.randint(3, 5)], size, 0.6)
    outgo = _items(random, outgo_names, int(size * random.uniform(0.5, 0.95)), 0.85)
    spent = sum(item.now for item in outgo)
    earned = sum(item.now for item in income)
    people = random.randint(800, 900_000)
    return Fund(
        name=name,
        income=income,
        outgo=outgo,
        budget=_wan(Fraction(spent) / Fraction(random.randint(9560, 10200), 10000)),
        income_budget=_wan(Fraction(earned) / Fraction(random.randint(9600, 11800), 10000)),
        transfers=_wan(size * random.uniform(0.02, 0.3) * 10**4) if transfers else 0,
        opening=_wan(size * random.uniform(0.5, 4) * 10**4),
        heads_goal=int(people * random.uniform(0.85, 0.995)),
        heads=people,
        heads_before=int(people * random.uniform(0.9, 0.99)),
    )


def _items(random: Random, names: tuple[str, ...], size: int, lead: float) -> list[Item]:
    weights = [lead] + [random.uniform(0.004, 0.3) * (1 - lead) for _ in names[1:]]
    items = []
    for name, weight in zip(names, weights, strict=True):
        now = max(_wan(size * weight * random.uniform(0.8, 1.2) * 10**4), 30 * 10**4)
        items.append(Item(name, now, max(_wan(now / random.uniform(0.75, 1.45)), 20 * 10**4)))
    return items


def _wan(value: float | Fraction) -> int:
    return int(value / 10**4) * 10**4

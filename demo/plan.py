"""The plan of a year: what each leaf account moves in each month, and which differences are planted where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.golden import Golden, fen_of_yuan, read_text_yaml, spread


@dataclass(frozen=True)
class Plant:
    """One planted case: `slot` counts the cases of one fund and month, so that each takes a line of its own."""

    plant_id: int
    kind: str
    fund: str
    month: int
    slot: int
    amount: int  # fen, 0 where it follows from the line
    batch: str = ""


@dataclass(frozen=True)
class Planted:
    """Everything that is planted in one year."""

    collection: list[Plant]
    receipts: list[Plant]
    payouts: list[Plant]
    returned: int
    carried: list[tuple[str, int, int]]  # fund, month of the failure, fen
    late_one_in: int

    def total(self, kind: str, fund: str, month: int) -> int:
        """Fen of one kind of planted collection case in a month."""
        return sum(p.amount for p in self.collection if (p.kind, p.fund, p.month) == (kind, fund, month))


def _expand(entries: list[dict[str, Any]], small: bool) -> list[Plant]:
    slots: dict[tuple[str, int], int] = {}
    plants: list[Plant] = []
    for entry in entries:
        count = int(entry.get("small" if small else "count", "1"))
        for month in (int(m) for m in entry["months"]):
            for _ in range(count):
                slot = slots[entry["fund"], month] = slots.get((entry["fund"], month), 0) + 1
                amount = fen_of_yuan(entry.get("amount", "0")) + (17 * slot if "amount" in entry else 0)
                plants.append(
                    Plant(len(plants) + 1, entry["kind"], entry["fund"], month, slot, amount, entry.get("batch", ""))
                )
    return plants


def load_planted(small: bool) -> Planted:
    """Read the planted differences; a small year has fewer cases of each kind."""
    raw = read_text_yaml("planted.yml")
    size = "small" if small else "count"
    bounced = raw["benefits"]
    return Planted(
        collection=_expand(raw["collection"], small),
        receipts=_expand(raw["receipts"], small),
        payouts=_expand(raw["payouts"], small),
        returned=int(bounced["returned_each_month"][size]),
        carried=[(c["fund"], int(c["month"]), fen_of_yuan(c["amount"])) for c in bounced["carried"]],
        late_one_in=int(bounced["late_one_in"][size]),
    )


def monthly_flows(golden: Golden, when: str) -> dict[tuple[str, str, int], int]:
    """Return fen of (fund, leaf account, month 1..12) for 'this' or 'prior'."""
    return {
        (fund, account, month): part
        for (fund, account, year), total in golden.flows.items()
        if year == when
        for month, part in enumerate(spread(total, golden.weights(fund, account)), start=1)
    }


def treasury_pools(flows: dict[tuple[str, str, int], int], planted: Planted) -> list[tuple[str, str, int, int]]:
    """Fen that tax lines bring into the treasury: (fund, contribution type, month, fen), gross of refunds."""
    pools = []
    for (fund, account, month), net in sorted(flows.items()):
        if account == "400101":
            refunded = planted.total("not_yet_posted", fund, month)
            by_agency = planted.total("agency_collected", fund, month)
            pools.append((fund, "正常", month, net + refunded - by_agency))
        elif account == "400104" and net:
            pools.append((fund, "补缴", month, net))
    return pools

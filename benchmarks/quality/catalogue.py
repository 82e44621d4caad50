"""The catalogue of kinds of the leg agency ↔ tax: agreeing ones, differences, and the hard ones."""

from __future__ import annotations

from typing import Any

from benchmarks.quality.kinds import PLAIN, Agency, Kind, Tax


def _cancelled(cause: str, **line: Any) -> dict[str, Any]:
    return {"verdict": "self_cancelled", "cause": cause, "link": 0, **line}


def _refund(cause: str, **line: Any) -> dict[str, Any]:
    return {"part": "refund", "slot": 1, "levy": "退库", "verdict": "refund", "cause": cause, "link": 0, **line}


def _amount(name: str, cause: str, tax: str, posted: str, due: str = "whole") -> Kind:
    verdict = "amount_differs"
    return Kind(
        name,
        3,
        [Tax(tax, verdict=verdict, cause=cause)],
        [Agency(posted, due, ticket="good", verdict=verdict, cause=cause)],
    )


AGREEING = [
    PLAIN,
    Kind("unit_and_person", 8, [Tax("most"), Tax("little", subitem="person")], [Agency()], always=True),
    Kind("split_ticket", 8, [Tax("most"), Tax("little", slot=1)], [Agency(ticket="good")], always=True),
    Kind(
        "several_months",
        5,
        [Tax("thirds", levy="补缴", past=True, last=2, assess="none")],
        [Agency("third", "third", past=True, first=n, ticket="good", assess="none") for n in range(3)],
        always=True,
    ),
    Kind("arrears", 5, [Tax(levy="补缴", months=1, slot=1)], [Agency(months=1, slot=1)], True, True),
    Kind("late_posting", 8, [Tax()], [Agency(late=True)], True, True),
    Kind("unpaid", 5, always=True),
    Kind(
        "refund_both",
        2,
        [Tax(), Tax("refund", 1, "退库", 6, link=2, also="refund")],
        [Agency(), Agency("refund", "zero", 1, "good", days=6, posting_type="退费", link=2, also="refund")],
        True,
        True,
    ),
    Kind(
        "refund_from_account",
        2,
        [Tax(), Tax("refund", 1, "退库", 6, via="account", link=2, also="refund")],
        [Agency(), Agency("refund", "zero", 1, "good", days=6, posting_type="退费", link=2, also="refund")],
        True,
        True,
    ),
]

_MIS: dict[str, Any] = {"verdict": "fund_differs", "cause": "misclassified"}
_PERIOD: dict[str, Any] = {"verdict": "period_differs", "cause": "misattributed"}
_TWO: dict[str, Any] = {"verdict": "ambiguous", "link": 0, "mark": "same"}

DIFFERENCES = [
    _amount("amount_rounding", "rounding", "whole", "rounded"),
    _amount("amount_keying", "keying", "whole", "keyed"),
    _amount("amount_partial", "partial", "most", "whole"),
    _amount("amount_over_paid", "over_paid", "over", "whole"),
    _amount("amount_recalculated", "recalculated", "whole", "recalculated", "recalculated"),
    Kind("fund_misclassified", 3, [Tax(**_MIS)], [Agency(fund="other", ticket="good", **_MIS)]),
    Kind("period_misattributed", 3, [Tax(**_PERIOD)], [Agency(first=-1, ticket="good", **_PERIOD)]),
    Kind(
        "posted_twice",
        3,
        [Tax()],
        [
            Agency(ticket="good", mark="same"),
            Agency(ticket="good", mark="same", again=2, verdict="duplicate", cause="posted_twice", link=0),
        ],
    ),
    Kind(
        "posted_twice_no_ticket",
        2,
        [Tax()],
        [
            Agency(ticket="none", mark="same"),
            Agency(ticket="none", mark="same", again=2, verdict="duplicate", cause="posted_twice", link=0),
        ],
    ),
    Kind(
        "collected_twice",
        3,
        [Tax(), Tax(slot=1, days=1, verdict="duplicate", cause="collected_twice", link=0)],
        [Agency(ticket="good")],
        True,
    ),
    Kind(
        "agency_correction",
        3,
        [Tax()],
        [
            Agency("keyed", ticket="good", **_cancelled("correction")),
            Agency("minus_keyed", ticket="good", again=1, posting_type="更正", **_cancelled("correction")),
            Agency(ticket="good", again=1),
        ],
        True,
    ),
    Kind(
        "fund_correction",
        3,
        [
            Tax(**_cancelled("correction")),
            Tax("minus", 1, "更正", **_cancelled("correction")),
            Tax("whole", 1, "更正", fund="other"),
        ],
        [Agency(slot=1, fund="other", ticket="good")],
    ),
    Kind(
        "void",
        3,
        [Tax(), Tax("over", 1, **_cancelled("void")), Tax("minus_over", 1, "更正", **_cancelled("void"))],
        [Agency()],
    ),
    Kind("refund_not_posted", 3, [Tax(), Tax(days=6, **_refund("not_yet_posted"))], [Agency()], True),
    Kind(
        "refund_as_expenditure",
        2,
        [Tax(), Tax(days=6, past=True, via="account", assess="none", pay=2, **_refund("posted_as_expenditure"))],
        [Agency()],
        True,
    ),
    Kind(
        "late_fee",
        4,
        [
            Tax(slot=1, levy="补缴", months=1),
            Tax("late_fee", 1, "滞纳金", months=1, verdict="late_fee", cause="booked_as_other_income", link=0),
        ],
        [Agency(slot=1, months=1)],
        True,
    ),
    Kind("not_posted", 4, [Tax(verdict="only_right", cause="not_posted", link=0)], [], True),
    Kind("no_tax_record", 4, [], [Agency(ticket="none", verdict="only_left", cause="no_tax_record", link=0)]),
    Kind(
        "ambiguous",
        2,
        [Tax("third", n, assess="none", **_TWO) for n in (1, 2, 3)],
        [Agency("third", "third", ticket="none", assess="none", **_TWO) for _ in (1, 2)],
        True,
    ),
    Kind(
        "unusable_key",
        2,
        [Tax(assess="none", verdict="only_right", cause="not_posted", link=0)],
        [Agency(ticket="none", assess="none", payer="unknown", verdict="unusable_key", link=0)],
        True,
    ),
]

_SWAP: dict[str, Any] = {"slot": 1, "past": True, "assess": "none", **_MIS}

HARD = [
    Kind(
        "equal_amounts",
        3,
        [Tax("quarter", n, assess="none", mark="same") for n in (1, 2, 3, 4)],
        [Agency("quarter", "quarter", ticket="none", assess="none", mark="same") for _ in range(4)],
        True,
        hard=True,
    ),
    Kind(
        "bulk_without_ticket",
        3,
        [Tax("thirds", levy="补缴", past=True, last=2, assess="none")],
        [Agency("third", "third", past=True, first=n, ticket="none", assess="none") for n in range(3)],
        hard=True,
    ),
    Kind(
        "split_over_days",
        3,
        [Tax("third", 1), Tax("third", 2, days=3), Tax("last_third", 3, days=7)],
        [Agency(ticket="none", days=7)],
        True,
        hard=True,
    ),
    Kind(
        "opposite_funds",
        3,
        [Tax("whole", **_SWAP), Tax("little", fund="other", link=2, pay=2, **_SWAP)],
        [
            Agency("whole", ticket="good", fund="other", **_SWAP),
            Agency("little", ticket="good", link=2, pay=2, **_SWAP),
        ],
        hard=True,
    ),
    Kind(
        "agency_chain",
        3,
        [Tax()],
        [
            Agency("keyed", ticket="good", **_cancelled("correction")),
            Agency("minus_keyed", ticket="good", again=1, posting_type="更正", **_cancelled("correction")),
            Agency("over", ticket="good", again=1, posting_type="更正", **_cancelled("correction")),
            Agency("minus_over", ticket="good", again=2, posting_type="更正", **_cancelled("correction")),
            Agency(ticket="good", again=2, posting_type="更正"),
        ],
        True,
        hard=True,
    ),
    Kind(
        "correction_chain",
        3,
        [
            Tax("whole", 1, mark="same", **_cancelled("correction")),
            Tax("minus", 2, "更正", 3, **_cancelled("correction")),
            Tax("over", 2, "更正", 3, **_cancelled("correction")),
            Tax("minus_over", 3, "更正", 6, **_cancelled("correction")),
            Tax("whole", 3, "更正", 6, mark="same"),
        ],
        [Agency(slot=3, days=6, ticket="good")],
        True,
        hard=True,
    ),
]

KINDS = [*AGREEING, *DIFFERENCES, *HARD]

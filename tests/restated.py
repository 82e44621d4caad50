"""A late correction in a home that is published: the agency sends a month again, and the next run takes it in."""

from __future__ import annotations

from warehouse.build import build
from warehouse.connection import reader
from warehouse.publish import publish
from warehouse.run import receive
from warehouse.settings import Settings

ELSEWHERE = "202211"
"""A fee period in which the posting is not at home."""


def restate_one_posting(settings: Settings, region: str, period: str) -> str:
    """Put ``_v2`` of the month's postings in the inbox: one agreeing posting stands under another fee period.

    Returns:
        The posting's number (到账流水号).
    """
    with reader(settings.published_path) as connection:
        posting = connection.execute(
            "select record_key from marts.fct_reconciliation_line where leg = 'ssa_tax' and party = 'social_security' "
            "and fund_code = '110' and verdict = 'matched' and period = $period and cleared_period = $period "
            "and rule = 'ssa_tax_p2_ticket' order by record_key limit 1",
            {"period": period},
        ).fetchall()[0][0]
    first = settings.inbox_path / "social_security" / f"ss_contribution_{region}_{period}.txt"
    lines = first.read_bytes().decode("gbk").split("\r\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{posting}|"))
    cells = lines[at].split("|")
    cells[5] = ELSEWHERE
    lines[at] = "|".join(cells)
    first.with_name(f"ss_contribution_{region}_{period}_v2.txt").write_bytes("\r\n".join(lines).encode("gbk"))
    return str(posting)


def next_run(settings: Settings) -> None:
    """Take in the inbox, build and publish, as the monthly run does."""
    receive(settings)
    result = build(settings)
    assert result.ok, result.failures
    publish(settings)

"""Signatures on a month's statement: who signed which content, by its digest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from warehouse.state.drafts import leg_parties
from warehouse.state.people import Person, may, present_person, require
from warehouse.state.store import StateStore
from warehouse.state.tables import sign_off


class SignOffRefused(ValueError):
    """The signature is refused; the message says why."""


@dataclass(frozen=True)
class SignOff:
    """One signature: ``role`` is 'accountant' (制表) or 'reviewer' (复核), ``signed_at`` UTC."""

    sequence: int
    region_code: str
    period: str
    leg: str
    digest: str
    signer: str
    role: str
    signed_at: str


def sign(store: StateStore, person: Person, region: str, period: str, leg: str, digest: str) -> SignOff:
    """Sign a statement as it is now.

    Args:
        leg: A leg of ``seeds/legs.csv``, or ``*`` for the whole month.
        digest: SHA-256 (hex) of what was shown; a later change of it asks for a new signature.

    Raises:
        SignOffRefused: Signed already by this person, or there is no such leg.
        NotAllowed: The person may not sign here.
    """
    if not re.fullmatch(r"[0-9a-f]{16,64}", digest):
        raise SignOffRefused("签字要带所签内容的摘要。")
    with store.change(person.login) as change:
        signer = present_person(change.connection, person.login)
        _require_signer(signer, region, leg)
        role = "reviewer" if may(signer, "review", region) else "accountant"
        row = {
            "region_code": region, "period": period, "leg": leg, "digest": digest, "signer": signer.login,
            "role": role, "signed_at": change.at,
        }  # fmt: skip
        same = [sign_off.c[column] == row[column] for column in ("region_code", "period", "leg", "digest", "signer")]
        if change.connection.execute(select(sign_off.c.sequence).where(*same)).first():
            raise SignOffRefused("您已经签过这份内容。")
        entry = change.append("sign_off", f"{region} {period} {leg}", {"sign_off": [row]})
        return SignOff(entry.sequence, **row)


def _require_signer(signer: Person, region: str, leg: str) -> None:
    """A leg is signed by its two parties and by reviewers; the whole month by whoever signs in the region."""
    parties = leg_parties().get(leg, ())
    if leg != "*" and not parties:
        raise SignOffRefused(f"没有这个对账环节：{leg}。")
    if not any(may(signer, "sign", region, party) for party in parties):
        require(signer, "sign", region, "、".join(parties) or None)


def list_sign_offs(
    store: StateStore, region: str | None = None, period: str | None = None, leg: str | None = None
) -> list[SignOff]:
    """Signatures in their order."""
    query = select(sign_off).order_by(sign_off.c.sequence)
    for column, wanted in (("region_code", region), ("period", period), ("leg", leg)):
        if wanted is not None:
            query = query.where(sign_off.c[column] == wanted)
    with store.session() as connection:
        return [SignOff(**row) for row in connection.execute(query).mappings()]

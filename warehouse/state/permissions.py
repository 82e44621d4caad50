"""What each role may do, and where: the one table of permissions."""

from __future__ import annotations

from dataclasses import dataclass

PARTIES = {"social_security": "社保", "tax": "税务", "finance": "财政"}
ROLES = {
    "viewer": "查看",
    "accountant": "经办会计",
    "reviewer": "复核",
    "auditor": "审计",
    "admin": "管理员",
}
ACTIONS = {
    "read": frozenset(ROLES),
    "explain": frozenset({"accountant"}),
    "match": frozenset({"accountant"}),
    "upload": frozenset({"accountant"}),
    "export": frozenset({"accountant", "reviewer", "auditor"}),
    "sign": frozenset({"accountant", "reviewer"}),
    "review": frozenset({"reviewer"}),
    "close": frozenset({"reviewer"}),
    "audit": frozenset({"auditor"}),
    "resolve_person": frozenset({"auditor"}),
    "manage_people": frozenset({"admin"}),
}
"""Action → the roles that may do it. ``match`` covers match, unmatch, exclude, write_off and revoke."""


class NotAllowed(RuntimeError):
    """The person may not do this; the message says which right is missing."""


@dataclass(frozen=True)
class Grant:
    """A role that a person holds.

    Attributes:
        party: ``social_security``, ``tax`` or ``finance``; None is every party.
        region: Region code (GB/T 2260); None is every region.
    """

    role: str
    party: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        return ":".join((self.role, self.party or "*", self.region or "*"))


@dataclass(frozen=True)
class Person:
    """A login and what it may do. Names are shown, logins are recorded."""

    login: str
    name: str
    is_active: bool
    grants: tuple[Grant, ...]

    def may(self, action: str, region: str | None = None, party: str | None = None) -> bool:
        """``may(self, …)`` as a method."""
        return may(self, action, region, party)


def may(person: Person, action: str, region: str | None = None, party: str | None = None) -> bool:
    """Whether a person may do something; without region or party: whether anywhere at all."""
    return person.is_active and any(
        grant.role in ACTIONS[action]
        and (region is None or grant.region in (None, region))
        and (party is None or grant.party in (None, party))
        for grant in person.grants
    )


def require(person: Person, action: str, region: str | None = None, party: str | None = None) -> None:
    """Raises:
    NotAllowed: The person may not.
    """
    if not may(person, action, region, party):
        where = "，".join(part for part in (region and f"地区 {region}", party and f"送达方 {party}") if part)
        roles = "、".join(ROLES[role] for role in ROLES if role in ACTIONS[action])
        raise NotAllowed(f"{person.login} 没有这项权限（{action}{'，' + where if where else ''}）：需要角色 {roles}。")


def regions_of(person: Person, action: str = "read") -> frozenset[str] | None:
    """Regions in which a person may do something; None is all of them."""
    if not person.is_active:
        return frozenset()
    regions = {grant.region for grant in person.grants if grant.role in ACTIONS[action]}
    return None if None in regions else frozenset(region for region in regions if region)

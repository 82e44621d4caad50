"""Who asks, and what they may do: every route depends on :func:`require`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from warehouse.state.people import Grant, Person, may, regions_of
from warehouse.state.store import StateStore
from workbench.published import Published, Reader


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, with the token that their forms must carry."""

    person: Person
    csrf: str

    @property
    def login(self) -> str:
        """Login name."""
        return self.person.login

    @property
    def name(self) -> str:
        """Name as shown on pages."""
        return self.person.name

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Roles with their party and region."""
        return self.person.grants

    @property
    def regions(self) -> frozenset[str] | None:
        """Regions whose rows this person sees; None is all."""
        return regions_of(self.person)

    def may(self, action: str, region: str | None = None, party: str | None = None) -> bool:
        """Whether the person may do this; without region or party: anywhere at all."""
        return may(self.person, action, region=region, party=party)

    def demand(self, action: str, region: str | None = None, party: str | None = None) -> None:
        """Refuse with 403 unless the person may do this here."""
        if not self.may(action, region, party):
            raise HTTPException(403, "您的角色不能进行此操作。如确有需要，请联系系统管理员调整权限。")


Authenticate = Callable[[Request], Awaitable[Viewer | None]]


def signed_in(request: Request) -> Viewer:
    """The person whom the gate let in; 401 if a route was reached without one."""
    viewer = getattr(request.state, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise HTTPException(401, "请先登录。")
    return viewer


def require(action: str = "read") -> Callable[[Request], Viewer]:
    """Dependency: the signed-in person, who must be allowed this action somewhere.

    Where a region or a party is known, the route asks ``viewer.demand(action, region, party)`` as well.
    """

    def allowed(request: Request) -> Viewer:
        viewer = signed_in(request)
        viewer.demand(action)
        return viewer

    allowed.required_action = action  # type: ignore[attr-defined]  # read by the test that walks all routes
    return allowed


def _reader(request: Request) -> Iterator[Reader]:
    published: Published = request.app.state.published
    with published.reading(signed_in(request).regions) as reader:
        yield reader


def _store(request: Request) -> StateStore:
    store: StateStore = request.app.state.store
    return store


Marts = Annotated[Reader, Depends(_reader)]
Store = Annotated[StateStore, Depends(_store)]
Reading = Annotated[Viewer, Depends(require("read"))]
Explaining = Annotated[Viewer, Depends(require("explain"))]
Matching = Annotated[Viewer, Depends(require("match"))]
Reviewing = Annotated[Viewer, Depends(require("review"))]
Signing = Annotated[Viewer, Depends(require("sign"))]
Uploading = Annotated[Viewer, Depends(require("upload"))]
Exporting = Annotated[Viewer, Depends(require("export"))]
Auditing = Annotated[Viewer, Depends(require("audit"))]
Managing = Annotated[Viewer, Depends(require("manage_people"))]

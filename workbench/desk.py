"""What a page that shows figures and decisions works with, as one dependency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from warehouse.state.store import StateStore
from workbench.access import Marts, Reading, Store, Viewer
from workbench.published import Reader


@dataclass(frozen=True)
class Desk:
    """The request, who asks, the marts as this person may see them, and the state database."""

    request: Request
    viewer: Viewer
    marts: Reader
    store: StateStore


def _desk(request: Request, viewer: Reading, marts: Marts, store: Store) -> Desk:
    return Desk(request, viewer, marts, store)


At = Annotated[Desk, Depends(_desk)]

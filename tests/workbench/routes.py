"""All routes of the application, with addresses and forms that can be sent to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

PUBLIC = {("GET", "/health"), ("GET", "/login"), ("POST", "/login")}
"""What answers without a login. Style sheets and scripts (/static) do too; nothing else."""
OWN = {("POST", "/logout")}
"""For everybody who is logged in, whatever the role."""


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    route: APIRoute

    @property
    def action(self) -> str | None:
        """What the route says that one must be allowed to do."""
        return next((a for a in map(_action, _all(self.route.dependant)) if a), None)

    @property
    def places(self) -> list[str]:
        """Names of the parameters in the path."""
        return [each.name for each in self.route.dependant.path_params]

    def address(self, values: dict[str, str] | None = None) -> str:
        """The path with its parameters filled in, ``x`` where nothing is given."""
        filled = self.path
        for name in self.places:
            filled = filled.replace("{" + name + "}", quote((values or {}).get(name, "x"), safe=""))
        return filled

    @property
    def query(self) -> list[str]:
        """Names of query parameters, also of those that a dependency reads."""
        return [each.alias for dependant in _all(self.route.dependant) for each in dependant.query_params]

    @property
    def required(self) -> list[str]:
        """Query parameters without which there is no answer."""
        return [e.alias for each in _all(self.route.dependant) for e in each.query_params if e.field_info.is_required()]

    @property
    def fields(self) -> list[str]:
        """Names of form fields."""
        return [each.alias for dependant in _all(self.route.dependant) for each in dependant.body_params]


def routes(app: FastAPI) -> list[Route]:
    found = [
        Route(method, route.path, route)
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods - {"HEAD"})
    ]
    assert len(found) > 20
    return found


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)


def _action(dependant: Dependant) -> str | None:
    return getattr(dependant.call, "required_action", None)

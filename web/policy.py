"""Who may call a view: every view declares it, and one that does not is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized
from werkzeug.wrappers import Response

from engine.model import Actor
from web.services import Services, services
from web.sessions import current_account, current_actor

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "utlysa_policy"


class Policy(Protocol):
    """A rule about who may call a view; `None` as the actor is a visitor who has not logged in."""

    def allows(self, actor: Actor | None, arguments: Mapping[str, Any], services: Services) -> bool:
        """Whether the actor may call the view with these arguments of the URL."""


@dataclass(frozen=True, slots=True)
class Public:
    """Anyone."""

    def allows(self, actor: Actor | None, arguments: Mapping[str, Any], services: Services) -> bool:  # noqa: ARG002
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Anyone with an account."""

    def allows(self, actor: Actor | None, arguments: Mapping[str, Any], services: Services) -> bool:  # noqa: ARG002
        """Whether somebody has logged in."""
        return actor is not None


@dataclass(frozen=True, slots=True, init=False)
class Roles:
    """Anyone who holds at least one of the roles."""

    roles: frozenset[str]

    def __init__(self, *roles: str) -> None:
        object.__setattr__(self, "roles", frozenset(roles))

    def allows(self, actor: Actor | None, arguments: Mapping[str, Any], services: Services) -> bool:  # noqa: ARG002
        """Whether the actor holds one of the roles."""
        return actor is not None and bool(self.roles & actor.roles)


@dataclass(frozen=True, slots=True)
class CaseParty:
    """Those with a relation to the case that the URL names (officer of, assessor of, applicant of, substitute for).

    Others get 404 and not 403: whether a case exists is not for them to know.
    """

    argument: str = "case_id"

    def allows(self, actor: Actor | None, arguments: Mapping[str, Any], services: Services) -> bool:
        """Whether the domain counts the actor as a party to the case. Raises NotFound where it does not."""
        if actor is None:
            return False
        if not services.relations.is_party(actor, str(arguments[self.argument])):
            raise NotFound
        return True


def policy(rule: Policy) -> Callable[[View], View]:
    """Declare who may call a view; goes under the route decorator, closest to the function."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, rule)
        return view

    return declare


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """The declared rule of a view, if it has one."""
    rule: Policy | None = getattr(view, _ATTRIBUTE, None)
    return rule


def enforce(app: Flask) -> None:
    """Check each request against its view's rule before anything else of the view runs."""
    app.before_request(_check_policy)


def _check_policy() -> Response | None:
    if request.endpoint is None:
        return None
    rule = policy_of(current_app.view_functions[request.endpoint])
    if rule is None:
        raise Forbidden(f"{request.endpoint} declares no policy")
    if rule.allows(_actor(), request.view_args or {}, services()):
        return None
    if current_account() is not None:
        _log_refusal()
        raise Forbidden
    if request.method in {"GET", "HEAD"} and not request.path.startswith("/api/"):
        return redirect(url_for("session.log_in", next=request.full_path.rstrip("?")))
    raise Unauthorized


def _log_refusal() -> None:
    """Note who tried what: the page that answers says so."""
    about = {"path": request.path, "method": request.method, "endpoint": str(request.endpoint)}
    services().engine.log("access_refused", about, actor=current_actor())


def _actor() -> Actor | None:
    return None if current_account() is None else current_actor()

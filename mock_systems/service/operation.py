"""The declaration of one API operation, from which every arm and the OpenAPI page are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

if TYPE_CHECKING:
    from mock_systems.service.work import Work


class Refusal(Exception):
    """A business rule says no; nothing was changed. The system renders it in its own shape."""

    def __init__(self, status: int, code: str, message: str, **details: Any) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details


class CallContext(NamedTuple):
    """Who calls, and what travels in the headers."""

    caller: str
    idempotency_key: str = ""
    correlation_id: str = ""


class Response(NamedTuple):
    """What leaves a system: an HTTP status, JSON bytes, and headers."""

    status: int
    payload: bytes
    headers: Mapping[str, str]


Handler = Callable[[Any, Any, "Work"], dict[str, Any]]


@dataclass(frozen=True)
class Operation:
    """One operation of one system.

    The handler is a plain function `(system, request, work) -> answer`: it decides first and
    changes state last, so that a Refusal leaves nothing behind, and it never waits. `key` names
    the request field(s) that make the business key by which the network counts attempts.
    """

    name: str
    method: str
    path: str
    scope: str
    request: type[BaseModel]
    response: type[BaseModel]
    handler: Handler
    key: tuple[str, ...] = ()
    summary: str = ""
    status: int = 200
    idempotent_by_key: bool = False
    """Honours an idempotency key: the same key returns the stored answer (24 h)."""
    raw: str = ""
    """The field of request and answer that is the HTTP body itself, for operations whose body is
    no JSON; in process it travels as that field's text."""
    media_type: str = "application/json"

    def business_key(self, body: Mapping[str, Any]) -> str:
        """The key of a request body (wire names), '' for a keyless read."""
        return "/".join(str(body.get(field, "")) for field in self.key)

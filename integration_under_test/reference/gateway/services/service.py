"""What one business service is, as data: whose it is, who may call it, what if its system is away.

FIND_ITEM = Service(name="find_item", system="erp", operation="get_item", scope="items.read",
request=FindItem, result=MasterItem, handler=find_item, ...)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.command_kind import Enquiry

DAY_S = 86_400.0
LONGEST_ID = 40
"""Of a request; with the caller's name it must fit into the systems' fields for references."""
OWN = "integration"
"""Stands for a system: what the service is about is our own."""


class Lifecycle(StrEnum):
    """A deprecated version still answers, with a notice of what replaces it."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"


class Fallback(StrEnum):
    """What a caller gets while the system does not answer."""

    LAST_KNOWN = "last known answer, with its age"
    RETRY = "unavailable, retry"
    OUTBOX = "taken at once, sent when the system is back"
    OWN_STORE = "none: no system takes part"


class Rate(NamedTuple):
    """What one caller may ask of one service: a bucket of `burst` that fills up over time."""

    per_min: float
    burst: int


class Message(BaseModel):
    """A request's body; what nobody declared is refused, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Asking(NamedTuple):
    """Who asks, and when (a UTC instant), for handlers whose document says so."""

    reference: str
    """The caller's own id of the request, unique with the caller's name before it."""
    now: str
    caller: str = ""


class Found(NamedTuple):
    """A read's result, and the GLNs of the facilities whose it is; none for the whole group's."""

    result: Any
    facilities: tuple[str, ...] = ()


class Owed(NamedTuple):
    """A write's command for the outbox, and the facilities in whose name it is made."""

    step: Step
    facilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A write's answer: it will take effect once, and can be asked for under `reference`."""

    reference: str


class NotThere(Exception):
    """The system of record has no such document."""


Handler = Callable[[Any, Asking, Enquiry], Awaitable[Found | Owed]]


@dataclass(frozen=True, kw_only=True)
class Service:
    """One version of a service. `system` is the system of record, `operation` what is called
    there; `timeout_s` is how long a caller waits before the fallback, `most_age_s` how old a last
    known answer may be."""

    name: str
    summary: str
    flow: str
    owner: str
    system: str
    operation: str
    scope: str
    criticality: Literal["high", "medium", "low"]
    compliance: str
    request: type[Message]
    result: Any
    """A canonical class, whose fields are the answer's."""
    handler: Handler
    rate: Rate
    fallback: Fallback
    timeout_s: float = 10.0
    most_age_s: float = DAY_S
    regardless_of: frozenset[str] = frozenset()
    """Fields of a question in which a last known answer may differ from it."""
    version: int = 1
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    notice: str = ""
    drafts: bool = False
    """Whether it makes something new of our own; the same request again finds it."""

    @property
    def id(self) -> str:
        """Name and version, as callers may write it."""
        return f"{self.name}@{self.version}"

    @property
    def writes(self) -> bool:
        """Whether it changes anything; such a service answers at once and has effect later."""
        return self.fallback is Fallback.OUTBOX

    @property
    def needs_id(self) -> bool:
        """Whether the caller must give the request an id, by which a second one is known."""
        return self.writes or self.drafts

    @property
    def keeps(self) -> bool:
        """Whether its answers are kept for an outage."""
        return self.fallback is Fallback.LAST_KNOWN

    @cached_property
    def answers(self) -> TypeAdapter[Any]:
        """Validates a result, and tells its schema."""
        return TypeAdapter(Taken if self.writes else self.result)

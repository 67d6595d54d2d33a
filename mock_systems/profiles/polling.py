"""The two operations of a system that is polled: list what is pending, flag what was taken.

Modelled on Coupa's export flag: a reader fetches what is not exported, then sets the flag in a
second call. A crash between the two hands the same events out again, so delivery is at least
once by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from mock_systems.service.operation import Operation, Refusal
from mock_systems.service.system import System
from mock_systems.service.webhooks import PendingEvents
from mock_systems.service.work import Work

LIST = "list_pending_events"
FLAG = "flag_event"


class PendingRequest(BaseModel):
    """A page of what was not flagged yet."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=50, ge=1, le=500)
    offset: int = Field(default=0, ge=0)


class PendingAnswer(BaseModel):
    """CloudEvents in structured mode, oldest first."""

    events: list[dict[str, Any]]
    has_more: bool


class FlagRequest(BaseModel):
    """The event that has been taken."""

    model_config = ConfigDict(extra="forbid")
    event_id: str


class FlagAnswer(BaseModel):
    """The event is not handed out again."""

    event_id: str


S = TypeVar("S", bound=System)


def polled(system: type[S], pending: PendingEvents) -> type[S]:
    """The system with the two operations over these pending events besides its own."""
    operations: Mapping[str, Operation] = {**system.operations, **_operations(system.name, pending)}
    return type(system.__name__, (system,), {"operations": operations})


def _operations(system: str, pending: PendingEvents) -> dict[str, Operation]:
    def list_pending(_: System, request: PendingRequest, __: Work) -> dict[str, Any]:
        events, more = pending.page(request.limit, request.offset)
        return {"events": [from_json(e.structured()) for e in events], "has_more": more}

    def flag(_: System, request: FlagRequest, __: Work) -> dict[str, Any]:
        if not pending.flag(request.event_id):
            raise Refusal(404, "UNKNOWN_EVENT", f"event {request.event_id!r} is not pending")
        return {"event_id": request.event_id}

    return {
        LIST: Operation(
            name=LIST,
            method="GET",
            path="/pending-events",
            scope=f"{system}.events.read",
            request=PendingRequest,
            response=PendingAnswer,
            handler=list_pending,
            summary="Reads events that were not flagged yet, oldest first",
        ),
        FLAG: Operation(
            name=FLAG,
            method="PUT",
            path="/pending-events/{event_id}",
            scope=f"{system}.events.write",
            request=FlagRequest,
            response=FlagAnswer,
            handler=flag,
            key=("event_id",),
            summary="Flags an event as taken",
        ),
    }

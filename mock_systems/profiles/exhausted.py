"""The two operations over events whose delivery was given up: list them, have them sent once more.

Modelled on Oracle's event handling framework, where a subscriber finds exhausted events and
restores them, and on GitHub's manual redelivery. Nothing is restored unless somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from mock_systems.service.operation import Operation
from mock_systems.service.system import System
from mock_systems.service.webhooks import Webhooks
from mock_systems.service.work import Work

LIST = "list_exhausted_events"
RESTORE = "restore_events"
SHOWN = 100


class Nothing(BaseModel):
    """Both operations are about all that was given up."""

    model_config = ConfigDict(extra="forbid")


class ExhaustedAnswer(BaseModel):
    """How many there are, and the oldest of them."""

    count: int
    events: list[dict[str, Any]]


class RestoreAnswer(BaseModel):
    """How many are sent once more, on the whole schedule of attempts."""

    restored: int


S = TypeVar("S", bound=System)


def restorable(system: type[S], webhooks: Webhooks) -> type[S]:
    """The system with the two operations over these webhooks besides its own."""
    operations: Mapping[str, Operation] = {
        **system.operations,
        **_operations(system.name, webhooks),
    }
    return type(system.__name__, (system,), {"operations": operations})


def _operations(system: str, webhooks: Webhooks) -> dict[str, Operation]:
    def list_exhausted(_: System, __: Nothing, ___: Work) -> dict[str, Any]:
        events = [event for _, event in webhooks.exhausted]
        shown = [{"id": e.id, "type": e.type, "subject": e.subject} for e in events[:SHOWN]]
        return {"count": len(events), "events": shown}

    def restore(_: System, __: Nothing, ___: Work) -> dict[str, Any]:
        return {"restored": webhooks.restore()}

    return {
        LIST: Operation(
            name=LIST,
            method="GET",
            path="/exhausted-events",
            scope=f"{system}.events.read",
            request=Nothing,
            response=ExhaustedAnswer,
            handler=list_exhausted,
            summary="Reads events whose delivery was given up, oldest first",
        ),
        RESTORE: Operation(
            name=RESTORE,
            method="POST",
            path="/exhausted-events/restore",
            scope=f"{system}.events.write",
            request=Nothing,
            response=RestoreAnswer,
            handler=restore,
            summary="Has all events whose delivery was given up sent once more",
        ),
    }

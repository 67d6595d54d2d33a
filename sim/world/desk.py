"""People at a system's own screen: no cable, no integration in between.

The world's actors change the systems only through this desk, with the same operations, formats or
refusals that anybody else meets.

    desk = Desk(systems)
    desk.do("erp", "run_payments", {"PaymentDate": "2026-04-01"}, "finance")

Acts of some kinds may be somebody else's in a run: a load test replays them over sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from mock_systems.service import CallContext, System


class Act(NamedTuple):
    """What somebody does at a screen."""

    system: str
    operation: str
    body: Mapping[str, Any]
    actor: str


class DeskRefused(Exception):
    """The system said no on the screen, definitely; nothing was changed."""

    def __init__(self, system: str, operation: str, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{system}.{operation} refused with {status}: {body}")
        self.status = status
        self.body = body


class Desk:
    """The screens of all systems. `is_left` says which acts are left to others, who do the same
    over sockets; `seen` hears of each act that was done here, with the status of its answer."""

    def __init__(self, systems: Mapping[str, System]) -> None:
        self._systems = systems
        self.is_left: Callable[[Act], bool] = _no_act
        self.seen: Callable[[Act, int], None] | None = None

    def do(
        self, system: str, operation: str, body: Mapping[str, Any], actor: str
    ) -> dict[str, Any]:
        """Runs an operation as a person of the world. Raises DeskRefused for a 4xx answer; of what
        is left to others the answer is empty, as no system's is."""
        act = Act(system, operation, body, actor)
        if self.is_left(act):
            return {}
        context = CallContext(caller=f"world/{actor}")
        response = self._systems[system].dispatch(operation, to_json(body), context)
        if self.seen is not None:
            self.seen(act, response.status)
        answer: dict[str, Any] = from_json(response.payload)
        if response.status >= 400:
            raise DeskRefused(system, operation, response.status, answer)
        return answer


def _no_act(_act: Act) -> bool:
    return False

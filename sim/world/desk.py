"""People at a system's own screen: no cable, no integration in between.

The world's actors change the systems only through this desk, with the same operations, formats or
refusals that anybody else meets.

    desk = Desk(systems)
    desk.do("erp", "run_payments", {"PaymentDate": "2026-04-01"}, "finance")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_json

from mock_systems.service import CallContext, System


class DeskRefused(Exception):
    """The system said no on the screen, definitely; nothing was changed."""

    def __init__(self, system: str, operation: str, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{system}.{operation} refused with {status}: {body}")
        self.status = status
        self.body = body


class Desk:
    """The screens of all systems."""

    def __init__(self, systems: Mapping[str, System]) -> None:
        self._systems = systems

    def do(
        self, system: str, operation: str, body: Mapping[str, Any], actor: str
    ) -> dict[str, Any]:
        """Runs an operation as a person of the world. Raises DeskRefused for a 4xx answer."""
        context = CallContext(caller=f"world/{actor}")
        response = self._systems[system].dispatch(operation, to_json(body), context)
        answer: dict[str, Any] = from_json(response.payload)
        if response.status >= 400:
            raise DeskRefused(system, operation, response.status, answer)
        return answer

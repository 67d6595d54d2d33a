"""The way to the systems for people who develop against them: a broken handler is told, not lost.

In a run a handler that raises is a mistake of ours, and ends the run. Here it becomes a 500 without
any detail for the caller, and the place in the code for whoever started the server; not the
message, which may quote what was sent.
"""

from __future__ import annotations

import logging
from traceback import format_tb

from pydantic_core import to_json

from mock_systems.service import CallContext, Operation, Response
from sim.cable.arms import Arm

log = logging.getLogger(__name__)

_BODY = {
    "title": "Internal Server Error",
    "status": 500,
    "detail": "the mock system failed at this request; its terminal says where",
}


class SoundArm:
    """An `Arm` that never raises."""

    def __init__(self, arm: Arm) -> None:
        self._arm = arm

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """The system's answer, or 500."""
        try:
            return self._arm.send(system, operation, payload, context)
        except Exception as error:
            where = "".join(format_tb(error.__traceback__))
            log.error(  # noqa: TRY400 (the message may quote what was sent)
                "%s.%s failed: %s\n%s", system, operation.name, type(error).__name__, where
            )
            return Response(500, to_json(_BODY), {})

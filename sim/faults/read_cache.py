"""A cache in front of the systems' reads: switched off until a fault fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mock_systems.service import CallContext, Operation, Response
from sim.cable.arms import Arm

Request = tuple[str, str, bytes]
"""System, operation, payload."""


@dataclass
class ReadCache:
    """An `Arm` that may answer some reads with what it was told before.

    `kept_s` says for how long, by operation; `stale` hears of each answer that is no longer true.
    """

    arm: Arm
    now_s: Callable[[], float]
    kept_s: dict[tuple[str, str], float] = field(default_factory=dict)
    stale: Callable[[str, str], None] = lambda system, operation: None
    _kept: dict[Request, tuple[float, Response]] = field(default_factory=dict)

    def send(
        self, system: str, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """The system's answer, or an earlier one to the same question."""
        true = self.arm.send(system, operation, payload, context)
        kept_s = self.kept_s.get((system, operation.name), 0.0)
        if not kept_s or true.status >= 300:
            return true
        request = (system, operation.name, payload)
        asked_s, kept = self._kept.get(request, (self.now_s(), true))
        if self.now_s() - asked_s > kept_s:
            asked_s, kept = self.now_s(), true
        self._kept[request] = (asked_s, kept)
        if kept.payload != true.payload:
            self.stale(system, operation.name)
        return kept

    def clear(self) -> None:
        """Forgets everything, and keeps nothing more."""
        self.kept_s.clear()
        self._kept.clear()

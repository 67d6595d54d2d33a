"""A circuit breaker: a system that failed several times in a row is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from integration_under_test.api_led.policies import Governance
from integration_under_test.boundary import Unavailable


class CircuitOpen(Unavailable):
    """Nothing was sent: the circuit of the system is open."""


class Breaker:
    """Closed until `failures_to_open` calls failed in a row; then open for `open_s`. After that
    one trial call goes through, and decides."""

    def __init__(self, system: str, rules: Governance, now: Callable[[], datetime]) -> None:
        self._system = system
        self._rules = rules
        self._now = now
        self._failures = 0
        self._opened_at: datetime | None = None
        self._on_trial = False

    def admit(self) -> None:
        """Raises CircuitOpen when the call may not be made."""
        if self._opened_at is None:
            return
        open_s = (self._now() - self._opened_at).total_seconds()
        if open_s < self._rules.open_s or self._on_trial:
            raise CircuitOpen(f"the circuit of {self._system} is open")
        self._on_trial = True

    def succeeded(self) -> None:
        """The system answered, if only to refuse."""
        self._failures, self._opened_at, self._on_trial = 0, None, False

    def failed(self) -> None:
        """No answer, an error, or too many requests."""
        self._failures += 1
        if self._on_trial or self._failures >= self._rules.failures_to_open:
            self._opened_at, self._on_trial = self._now(), False

"""The circuit breaker of one system: while it does not answer, nothing is sent there (fault F46).

    closed -> open: the last calls failed, and more than one document's calls did
    open -> half open: the pause is over; one call goes out as a probe, all others still wait
    half open -> closed: it was answered     half open -> open: it was not, the pause doubles

A refusal is an answer. One document that a system chokes on is no outage, hence the callers. What
goes first need not outwait the doubled pauses: the many would take every probe from the few.
Whoever is sent away is told when to come again, each at a moment of its own: thousands that wait
for hours would otherwise do nothing but ask, and come all at once in the end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from integration_under_test.reference.events.retry import share_of
from integration_under_test.reference.exceptions import CircuitOpen
from integration_under_test.reference.settings import Settings

LAST_CALLS = 20
FAILED_OF_LAST = 10
FAILED_IN_A_ROW = 5
DIFFERENT_CALLERS = 3
"""So many documents must have failed among those calls."""
APART_S = 0.1
"""Between two that come again: about what a lane can take."""


class State(StrEnum):
    """Whether calls go out."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Change(NamedTuple):
    """A breaker's new state, at a time of the loop in seconds."""

    system: str
    state: State
    at_s: float


Tell = Callable[[Change], None]


class Breaker:
    """Asked before each call to a system, and told what became of it."""

    def __init__(self, system: str, settings: Settings, tell: Tell) -> None:
        self._system = system
        self._pause_s = settings.circuit_open_s
        self._cap_s = settings.circuit_cap_s
        self._tell = tell
        self._last: deque[str] = deque(maxlen=LAST_CALLS)
        """The callers of the last calls that failed, "" for a call that was answered."""
        self._openings = 0
        self._until_s = 0.0
        self._first_from_s = 0.0
        self._last_turn_s = {True: 0.0, False: 0.0}
        """The last moment that was told to what goes first, and to all others."""
        self._probing = False
        self.back_s = 0.0
        """When it closed last."""
        self.state = State.CLOSED

    def check(self, now_s: float, goes_first: bool = False) -> None:
        """Raises CircuitOpen if no call may go out now."""
        if self.state is State.CLOSED:
            return
        from_s = self._first_from_s if goes_first else self._until_s
        if self._probing:
            from_s = max(from_s, now_s + self._pause_s)
        if now_s < from_s:
            turn_s = self._last_turn_s[goes_first] = max(
                from_s, self._last_turn_s[goes_first] + APART_S
            )
            raise CircuitOpen(self._system, turn_s - now_s)

    def admit(self, now_s: float, goes_first: bool = False) -> bool:
        """As `check`; whether the call that it lets through is a probe."""
        self.check(now_s, goes_first)
        if self.state is State.CLOSED:
            return False
        self._probing = True
        self._become(State.HALF_OPEN, now_s)
        return True

    def answered(self, now_s: float) -> None:
        """A call was answered, be it with a refusal."""
        self._last.append("")
        if self.state is not State.CLOSED:
            self._last.clear()
            self._openings = 0
            self._last_turn_s = dict.fromkeys(self._last_turn_s, 0.0)
            self._probing = False
            self.back_s = now_s
            self._become(State.CLOSED, now_s)

    def failed(self, caller: str, now_s: float) -> None:
        """A call did not get through, or nobody knows."""
        self._last.append(caller)
        if self.state is State.HALF_OPEN or (self.state is State.CLOSED and self._is_outage()):
            self._open(now_s)

    def abandoned(self) -> None:
        """The probe ended without telling anything: another call may be one."""
        self._probing = False

    def _is_outage(self) -> bool:
        failed = [caller for caller in self._last if caller]
        row = list(self._last)[-FAILED_IN_A_ROW:]
        if len(failed) < FAILED_OF_LAST and (len(row) < FAILED_IN_A_ROW or "" in row):
            return False
        return len(set(failed)) >= DIFFERENT_CALLERS

    def _open(self, now_s: float) -> None:
        step_s = min(self._cap_s, self._pause_s * 2.0 ** min(self._openings, 30))
        self._until_s = now_s + step_s * (1.0 + 0.5 * share_of(f"{self._system}#{self._openings}"))
        self._first_from_s = now_s + self._pause_s
        self._openings += 1
        self._probing = False
        self._become(State.OPEN, now_s)

    def _become(self, state: State, now_s: float) -> None:
        if state is not self.state:
            self.state = state
            self._tell(Change(self._system, state, now_s))


class AlwaysClosed(Breaker):
    """A breaker that lets everything through, whatever comes back."""

    def failed(self, caller: str, now_s: float) -> None:
        """Is no reason to stop."""

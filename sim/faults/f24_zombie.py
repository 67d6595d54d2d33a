"""F24: the integration stands still for longer than anybody waits for it, then goes on.

Stands for a stopped process, a machine that is moved, a long pause of the garbage collector. To
itself no time has passed: it sends what it was about to send. With a successor, a second
incarnation has meanwhile been started on the same storage, and for a while both are at work, until
whoever started the successor ends the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.faults.strike import drawn_hours, strikes
from sim.host.incarnation import Incarnation

SUCCEEDED_AFTER_S = 60.0
"""When it is given up: health checks take about so long."""
ENDED_AFTER_S = 300.0
"""How long the old one goes on beside its successor."""


@dataclass(frozen=True, kw_only=True)
class Zombie(Fault):
    """Pauses it so often within the window, each time between two steps on a document."""

    id: ClassVar[str] = "F24"
    title: ClassVar[str] = "paused worker comes back"
    in_process: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"pause_s": 90.0, "until_h": 18.0},
        "rough": {"pauses": 4, "pause_s": 1800.0},
        "harsh": {"pauses": 8, "pause_s": 1800.0, "succeeded": True},
    }

    hops: tuple[str, ...] = ("integration",)
    from_h: float = 7.0
    until_h: float = 30.0
    pauses: int = 1
    pause_s: float = 900.0
    succeeded: bool = False
    """Whether another one takes its place meanwhile."""

    def begin(self, reach: Reach) -> End:
        """Draws the instants of the pauses."""
        asleep = _Asleep(self, reach)
        hours = drawn_hours(reach, self.stream, self.pauses, (self.from_h, self.until_h))
        call_off = strikes(reach, self.stream, hours, asleep.begin)

        def end() -> None:
            call_off()
            asleep.end()

        return end


class _Asleep:
    """The lives that a fault has paused, until they are ended."""

    def __init__(self, fault: Zombie, reach: Reach) -> None:
        self._fault = fault
        self._reach = reach
        self._lives: list[Incarnation] = []

    def begin(self, key: str) -> None:
        """Pauses the present life, and plans what becomes of it."""
        host = self._reach.host
        life = host.pause()
        if life is None:
            return
        self._reach.witness(key, "integration")
        self._lives.append(life)
        if self._fault.succeeded:
            self._later(SUCCEEDED_AFTER_S, lambda: host.succeed(life))
            self._later(self._fault.pause_s + ENDED_AFTER_S, lambda: host.bury(life))
        self._later(self._fault.pause_s, lambda: host.wake(life))

    def end(self) -> None:
        """Nobody stays asleep, and no old one beside its successor."""
        for life in self._lives:
            self._reach.host.bury(life)
            self._reach.host.wake(life)

    def _later(self, delay_s: float, act: Callable[[], None]) -> None:
        # In nobody's name: what is planned in the name of a paused life waits with it.
        self._reach.clock.loop.call_later(delay_s, act, context=Context())

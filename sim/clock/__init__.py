"""Virtual time: asyncio code and SimPy processes on one clock that runs as fast as it can.

It stands alone because everything else takes time as an argument; only this package makes it pass.

    with VirtualClock() as clock:
        clock.run(asyncio.sleep(3600))     # returns at once
        assert clock.now_s() == 3600
"""

from sim.clock.bridge import as_event, from_event
from sim.clock.errors import (
    BridgedFailure,
    ClockError,
    ClockStalled,
    Deadlock,
    HandlerWaited,
    VirtualTimeViolation,
)
from sim.clock.loop import Unhandled, VirtualLoop
from sim.clock.virtual import VirtualClock

__all__ = [
    "BridgedFailure",
    "ClockError",
    "ClockStalled",
    "Deadlock",
    "HandlerWaited",
    "Unhandled",
    "VirtualClock",
    "VirtualLoop",
    "VirtualTimeViolation",
    "as_event",
    "from_event",
]

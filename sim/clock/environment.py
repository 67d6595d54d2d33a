"""The SimPy environment of a virtual clock: everything but the right to run itself.

Stepping it with SimPy's own ``run`` would leave asyncio's callbacks behind, so that is refused.
"""

from types import MethodType
from typing import Any, NoReturn

import simpy
from simpy.core import BoundClass

from sim.clock.errors import ClockError


class ClockEnvironment(simpy.Environment):
    """A ``simpy.Environment`` that only the virtual loop steps; times are seconds."""

    def __init__(self, initial_time_s: float) -> None:
        super().__init__(initial_time_s)
        # SimPy binds `env.timeout` and its kin early only on its own class; late binding is slow.
        for name, member in vars(simpy.Environment).items():
            if isinstance(member, BoundClass):
                setattr(self, name, MethodType(member.cls, self))

    def step(self) -> NoReturn:
        raise _refused("step")

    def run(self, until: Any = None) -> NoReturn:
        raise _refused("run")


def _refused(method: str) -> ClockError:
    return ClockError(
        "the virtual clock to step this environment",
        f"env.{method}()",
        "SimPy alone would not run the asyncio callbacks between its events",
        "call VirtualClock.run_until(t_s), run_until_quiescent(limit_s) or run(coro)",
    )

"""What the admin API may do to the served systems, one thing at a time and on their clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sim.live.pace import Pace
from sim.live.serving.group import Group
from sim.live.serving.received import Ring
from sim.live.serving.snapshots import Snapshots
from sim.live.serving.subscriptions import Subscriptions
from sim.live.serving.switchboard import Switchboard

T = TypeVar("T")


@dataclass(frozen=True)
class Control:
    """The served systems with everything around them."""

    group: Group
    pace: Pace
    snapshots: Snapshots
    switchboard: Switchboard
    ring: Ring
    subscriptions: Subscriptions

    async def do(self, act: Callable[[], T]) -> T:
        """Has something done on the clock, between two steps of any call. Raises what it raises."""
        return await self.pace.inside(partial(_done, act))


async def _done(act: Callable[[], T]) -> T:
    return act()

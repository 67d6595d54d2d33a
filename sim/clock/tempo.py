"""How fast business time passes: seconds of the clock in one second in which parties wait.

In virtual time both are the same, 1. Live, only business time is sped up (decision D13): latency
and time-outs are waited for on the wall, so on the clock they last `speed` times as long.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tempo:
    """May change while a run is under way; what is waited for already keeps its end."""

    speed: float = 1.0

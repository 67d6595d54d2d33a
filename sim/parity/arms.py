"""What a run left on one arm, as far as arms are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from sim.experiment.run import Recorded
from sim.history.reading import History
from sim.parity.comparison import Comparison, compare
from sim.parity.cut_offs import GUARD_WALL_S, cut_offs_s, is_near
from sim.parity.speed import calls_on_clock, calls_on_wall, flows_on_clock
from sim.parity.standing import Standing, standing_after

DIRECT, ASGI, LIVE = "direct", "asgi", "live"


@dataclass(frozen=True)
class Arm:
    """One of the runs, with where it was recorded; `lag_s` of a live clock."""

    recorded: Recorded
    path: Path
    lag_s: float = 0.0

    @property
    def name(self) -> str:
        """direct, asgi or live."""
        return self.recorded.spec.arm

    @cached_property
    def history(self) -> History:
        """The recording."""
        return History.load(self.path)

    @cached_property
    def standing(self) -> Standing:
        """What stands in its books."""
        return standing_after(self.history)

    def calls(self) -> pd.DataFrame:
        """How long calls took, in milliseconds: of the wall if it is live."""
        if self.recorded.spec.is_live:
            return calls_on_wall(self.history, self.path)
        return calls_on_clock(self.history)

    def flows(self) -> pd.DataFrame:
        """How long flows took, in simulated seconds; if live, in milliseconds of the wall."""
        found = flows_on_clock(self.history)
        if self.recorded.spec.is_live:
            names = [name for name in found.columns if name.endswith("_s")]
            found[names] *= 1000 / self.recorded.spec.speed
        return found


@dataclass(frozen=True)
class Parity:
    """The three arms, and what they are to each other."""

    direct: Arm
    asgi: Arm
    live: Arm

    @property
    def arms(self) -> tuple[Arm, Arm, Arm]:
        """In the order in which they are shown."""
        return self.direct, self.asgi, self.live

    @property
    def same_history(self) -> bool:
        """Whether direct and asgi agree row by row."""
        return self.direct.recorded.history_hash == self.asgi.recorded.history_hash

    @property
    def guard_s(self) -> float:
        """Of business time, on either side of a cut-off."""
        return GUARD_WALL_S * self.live.recorded.spec.speed

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """By the names of two arms. Virtual arms are compared without a guard band."""
        at_s = cut_offs_s(self.live.recorded.spec)
        return {
            f"{DIRECT} and {ASGI}": _compared(self.direct, self.asgi, at_s, 0.0),
            f"{DIRECT} and {LIVE}": _compared(self.direct, self.live, at_s, self.guard_s),
        }

    @property
    def at_rest(self) -> bool:
        """Whether every run came to rest: what is under way stands in no book yet."""
        return all(arm.recorded.quiescent for arm in self.arms)

    @property
    def is_equal(self) -> bool:
        """Whether it is one run on three arms."""
        alike = all(comparison.is_equal for comparison in self.comparisons.values())
        return alike and self.same_history


def _compared(one: Arm, other: Arm, at_s: Sequence[float], guard_s: float) -> Comparison:
    books = {one.name: one.standing, other.name: other.standing}
    if not guard_s:
        return compare(books, lambda _: False)
    return compare(books, partial(is_near, cut_offs=at_s, guard_s=guard_s))

"""The highest load that still does: doubles until one does not, then bisects between the two.

Bisection takes for granted that what misses at a load misses at every higher one. It is checked
once: the search ends with a look above the lowest load that missed. A load that does there is told,
and not taken for the capacity: whoever promises it must pass through the one that missed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

from sim.experiment.settings import SettingsError

DIGITS = 3
FIRST = 1.0


@dataclass(frozen=True)
class Limits:
    """`most` is the highest load tried, `resolution` the share by which the lowest load that missed
    may exceed the highest that did."""

    most: float = 64.0
    resolution: float = 0.1

    def __post_init__(self) -> None:
        if self.most < FIRST:
            raise SettingsError(f"--max-load: expected at least {FIRST:g}, got {self.most:g}")
        if not 0.01 <= self.resolution <= 1.0:
            got = f"got {self.resolution:g}"
            raise SettingsError(f"--resolution: expected a share from 0.01 to 1, {got}")


@dataclass(frozen=True)
class Searched:
    """Load -> whether it met all objectives, of every load that was tried, ascending."""

    tried: Mapping[float, bool]

    @property
    def missed(self) -> float | None:
        """The lowest load that missed."""
        return min((load for load, met in self.tried.items() if not met), default=None)

    @property
    def capacity(self) -> float | None:
        """The highest load that met all, with none below it that missed."""
        missed = self.missed
        met = [load for load, is_met in self.tried.items() if is_met]
        return max((one for one in met if missed is None or one < missed), default=None)

    @property
    def met_above(self) -> tuple[float, ...]:
        """Loads that met all above one that missed: the answer is not monotone."""
        missed = self.missed
        return tuple(
            load for load, met in self.tried.items() if met and missed is not None and load > missed
        )


def search(is_met: Callable[[float], bool], limits: Limits) -> Searched:
    """Asks from load 1 on. If that misses it asks no other: there is no capacity to find."""
    tried: dict[float, bool] = {}

    def ask(load: float) -> bool:
        if load not in tried:
            tried[load] = is_met(load)
        return tried[load]

    load = FIRST
    while ask(load) and load < limits.most:
        load = min(2.0 * load, limits.most)
    found = _between(ask, Searched(tried), limits.resolution)
    if found.capacity is not None and found.missed is not None:
        ask(min(_round(found.missed * sqrt(2.0)), limits.most))
    return Searched(dict(sorted(tried.items())))


def _between(ask: Callable[[float], bool], found: Searched, resolution: float) -> Searched:
    """Halves the ratio between the two ends until it is small enough."""
    while (low := found.capacity) is not None and (high := found.missed) is not None:
        middle = _round(sqrt(low * high))
        if high <= low * (1.0 + resolution) or middle in (low, high):
            break
        ask(middle)
    return found


def _round(load: float) -> float:
    """Three digits: more than anybody can measure, few enough to type again."""
    return float(f"{load:.{DIGITS}g}")

"""Which combinations of factors a sweep runs: all, a Latin hypercube, or one at a time.

A factor has levels, the first of which is its base, or a range. In a Latin hypercube each factor
takes each of its strata once (McKay, Beckman and Conover 1979, Technometrics 21, 239-245); factors
with levels take them in equal shares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from scipy.stats import qmc

from sim.experiment.settings import SettingsError

Point = Mapping[str, Any]
"""Factor -> value, of all factors."""
SEED = 1979


@dataclass(frozen=True)
class Factor:
    """What is varied: `levels`, or everything from `low` to `high`; whole numbers stay whole."""

    name: str
    levels: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    base: Any = None
    """What a range is varied from, one factor at a time; its middle if nobody says."""

    @property
    def is_range(self) -> bool:
        """Whether it has no levels."""
        return not self.levels

    def at(self, share: float) -> Any:
        """Its value at a share (0 to 1) of its range, or of its levels."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        value = self.low + share * (self.high - self.low)
        is_whole = isinstance(self.low, int) and isinstance(self.high, int)
        return round(value) if is_whole else value

    @property
    def start(self) -> Any:
        """Where it stands while others are varied."""
        if self.levels:
            return self.levels[0]
        return self.at(0.5) if self.base is None else self.base

    @property
    def others(self) -> tuple[Any, ...]:
        """What it is varied to when it is varied alone."""
        return self.levels[1:] if self.levels else (self.low, self.high)


def full(factors: Sequence[Factor], points: int) -> list[Point]:
    """Every level with every other. Raises SettingsError for a range."""
    for factor in factors:
        if factor.is_range:
            raise SettingsError(f"factor {factor.name}: a full design needs levels, got a range")
    names = [factor.name for factor in factors]
    levels = (factor.levels for factor in factors)
    return [dict(zip(names, values, strict=True)) for values in product(*levels)]


def latin(factors: Sequence[Factor], points: int) -> list[Point]:
    """So many points that each factor's range is covered evenly. Raises SettingsError for less than
    two."""
    if points < 2:
        raise SettingsError(f"points: a Latin hypercube needs at least 2, got {points}")
    shares = qmc.LatinHypercube(d=len(factors), rng=SEED).random(points)
    return [
        {factor.name: factor.at(float(share)) for factor, share in zip(factors, row, strict=True)}
        for row in shares
    ]


def one_at_a_time(factors: Sequence[Factor], points: int) -> list[Point]:
    """The base, then each factor at its other levels or at both ends of its range."""
    base = {factor.name: factor.start for factor in factors}
    return [base] + [{**base, factor.name: value} for factor in factors for value in factor.others]


DESIGNS: Mapping[str, Callable[[Sequence[Factor], int], list[Point]]] = {
    "full": full,
    "latin": latin,
    "one_at_a_time": one_at_a_time,
}

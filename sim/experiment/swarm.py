"""Random trials: for each another group and another few faults, each at some intensity (B7).

A swarm finds what neither faults alone nor all together do: a fault that is off in a run leaves
room for what the others cause. Every draw is addressed by the number of the trial, so that trial
number 17 of a hunt is the same whatever its budget is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.experiment.trial import Trial
from sim.faults.compose import word_of
from sim.faults.fault import INTENSITIES
from sim.streams import Streams

MOST_FAULTS = 5


@dataclass(frozen=True)
class Range:
    """Where a hunt looks: one scenario and integration, from `first_seed` on, with these faults."""

    scenario: str
    integration: str
    scale: float
    faults: tuple[str, ...]
    first_seed: int = 1


def swarm(range_: Range, budget: int) -> Iterator[Trial]:
    """The first `budget` trials of the range."""
    streams = Streams(range_.first_seed)
    for n in range(budget):
        yield Trial(
            scenario=range_.scenario,
            integration=range_.integration,
            seed=range_.first_seed + n,
            scale=range_.scale,
            faults=_drawn(streams, n, range_.faults),
        )


def _drawn(streams: Streams, n: int, faults: Sequence[str]) -> tuple[str, ...]:
    """None to five of the faults, in the catalogue's order, each at its own intensity."""
    most = min(MOST_FAULTS, len(faults))
    count = streams.integer(0, most + 1, "swarm.count", n)
    ranked = sorted(faults, key=lambda name: streams.uniform("swarm.pick", n, name))
    return tuple(
        word_of(name, streams.choice(INTENSITIES, "swarm.intensity", n, name))
        for name in sorted(ranked[:count])
    )

"""The draws of one blow: the same plan strikes at the same moments in the same manner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from sim.streams import Streams

T = TypeVar("T")
CHAOS = "chaos"


class Draws(NamedTuple):
    """What is drawn for the `number`th blow of a kind."""

    streams: Streams
    kind: str
    number: int

    def seconds(self, what: str, shortest_s: float, longest_s: float) -> float:
        """Uniform between the two."""
        drawn = self.streams.uniform(CHAOS, self.kind, self.number, what)
        return shortest_s + drawn * (longest_s - shortest_s)

    def choice(self, what: str, options: Sequence[T]) -> T:
        """One of the options. Raises IndexError when there is none."""
        return self.streams.choice(options, CHAOS, self.kind, self.number, what)

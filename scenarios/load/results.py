"""What became of each request, line by line in a file of its worker, and added up.

`intended_s`, `sent_s`, `finished_s` are seconds of the wall since the replay began. What was not
answered before the replay ended is censored: it took at least as long as until then.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

ON_TIME_S = 0.050
"""A request that left within this of its intended moment left on time."""
LEAST_ON_TIME = 0.99
"""A replay of which a smaller share left on time is invalid: it measured its own generator."""
ANSWERED, REFUSED, FAILED, CENSORED, UNSENT = "answered", "refused", "failed", "censored", "unsent"
"""2xx, 4xx, no HTTP answer or 5xx, none before the end, never left."""


class Outcome(NamedTuple):
    """One request; instants that never came are empty. `status` 0: no HTTP answer."""

    n: int
    system: str
    operation: str
    key: str
    at_s: float
    intended_s: float
    sent_s: float | str
    finished_s: float | str
    status: int
    outcome: str
    expected: int
    """The status in the exported run."""


@dataclass
class Tally:
    """Requests of a worker, or of all: how many there were and what became of them."""

    arrivals: int = 0
    sent: int = 0
    on_time: int = 0
    answered: int = 0
    refused: int = 0
    failed: int = 0
    censored: int = 0
    unsent: int = 0
    worst_late_s: float = 0.0
    most_in_flight: int = 0

    def count(self, one: Outcome) -> None:
        """Adds one request."""
        self.arrivals += 1
        setattr(self, one.outcome, getattr(self, one.outcome) + 1)
        if isinstance(one.sent_s, float):
            self.sent += 1
            late_s = one.sent_s - one.intended_s
            self.on_time += late_s <= ON_TIME_S
            self.worst_late_s = max(self.worst_late_s, late_s)

    @property
    def on_time_share(self) -> float:
        """Of all that should have left, also what never did."""
        return self.on_time / self.arrivals if self.arrivals else 1.0

    @property
    def is_valid(self) -> bool:
        """Whether its latencies say something about the systems."""
        return self.on_time_share >= LEAST_ON_TIME

    def mapping(self) -> dict[str, float]:
        """As JSON values."""
        return {
            **asdict(self),
            "worst_late_s": round(self.worst_late_s, 6),
            "on_time_share": round(self.on_time_share, 6),
            "valid": self.is_valid,
        }

    def words(self) -> str:
        """One line for a person."""
        judged = "valid" if self.is_valid else "INVALID, it measured its own generator"
        return (
            f"replay {judged}: {self.on_time_share:.2%} of {self.arrivals:,} requests left within "
            f"{1000 * ON_TIME_S:.0f} ms of their moment (at least {LEAST_ON_TIME:.0%}), the latest "
            f"{1000 * self.worst_late_s:,.0f} ms after it; {self.answered:,} answered, "
            f"{self.refused:,} refused, {self.failed:,} failed, {self.censored:,} censored, "
            f"{self.unsent:,} unsent; at most {self.most_in_flight:,} in flight"
        )


def added(parts: Iterable[Mapping[str, float]]) -> Tally:
    """The tallies of all workers as one."""
    whole = Tally()
    for part in parts:
        for name in asdict(whole):
            before, more = getattr(whole, name), part[name]
            setattr(whole, name, max(before, more) if name == "worst_late_s" else before + more)
    return whole


class Lines:
    """The file of one worker. Use as a context manager."""

    def __init__(self, folder: Path, index: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / f"part-{index:04d}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(Outcome._fields)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, one: Outcome) -> None:
        """Adds one request, to the microsecond."""
        rounded = (round(told, 6) if isinstance(told, float) else told for told in one)
        self._writer.writerow(rounded)

"""F44: the integration's database is restarted, or fails over to its standby, again and again.

Each time it breaks the connection of a transaction at its commit, whose outcome is then in doubt:
it may be there or not. For some seconds nobody can connect. The standby is a synchronous one: what
was acknowledged is there after the failover too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from integration_under_test.boundary import StorageUnavailable
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.host.storage import FailedCommit, Row


@dataclass(frozen=True, kw_only=True)
class StorageFailover(Fault):
    """Breaks a share of all commits; each time the storage is away for a while."""

    id: ClassVar[str] = "F44"
    title: ClassVar[str] = "database failover"
    in_process: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"share": 0.01},
        "rough": {"share": 0.05, "away_s": 10.0},
        "harsh": {"share": 0.3, "away_s": 20.0},
    }

    hops: tuple[str, ...] = ("integration>storage",)
    from_h: float = 7.0
    until_h: float = 30.0
    share: float = 0.05
    away_s: float = 5.0
    landing: float = 0.5
    """Share of the broken commits that are there all the same."""

    def begin(self, reach: Reach) -> End:
        """From now on restarts happen."""
        restarts = _Restarts(self, reach)
        reach.storage.troubles.append(restarts)
        return lambda: reach.storage.troubles.remove(restarts)


@dataclass
class _Restarts:
    """A `Trouble` of the storage."""

    fault: StorageFailover
    reach: Reach
    _tries: Counter[Row] = field(default_factory=Counter)
    _back_s: float = 0.0

    def at_begin(self) -> StorageUnavailable | None:
        if self.reach.clock.now_s() < self._back_s:
            return StorageUnavailable("connection refused: the database is starting up")
        return None

    def at_commit(self, rows: Sequence[Row]) -> FailedCommit | None:
        now_s = self.reach.clock.now_s()
        if now_s < self._back_s:
            return FailedCommit(StorageUnavailable("the connection was lost before the commit"))
        self._tries[rows[0]] += 1
        address = ("fault", self.fault.stream, *rows[0], self._tries[rows[0]])
        if self.reach.streams.uniform(*address, "breaks") >= self.fault.share:
            return None
        if key := self.reach.host.key_at_work:
            self.reach.witness(key, "storage")
        self._back_s = now_s + self.fault.away_s
        lands = self.reach.streams.uniform(*address, "lands") < self.fault.landing
        error = StorageUnavailable("the connection was lost at the commit", definite=False)
        return FailedCommit(error, lands)

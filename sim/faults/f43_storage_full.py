"""F43: the integration's storage takes no more writes: the disk is full, or it went read-only.

Reads go on. What was refused is certainly not there, so nothing is in doubt; but what has already
happened outside cannot be noted any more.
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
class StorageFull(Fault):
    """Refuses a share of all commits that write, within its window."""

    id: ClassVar[str] = "F43"
    title: ClassVar[str] = "storage full"
    in_process: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"share": 0.2, "until_h": 11.0},
        "rough": {"until_h": 10.0},
        "harsh": {"from_h": 8.0, "until_h": 12.0},
    }

    hops: tuple[str, ...] = ("integration>storage",)
    from_h: float = 9.0
    until_h: float = 10.0
    share: float = 1.0

    def begin(self, reach: Reach) -> End:
        """Fills it up."""
        full = _Full(self.share, reach)
        reach.storage.troubles.append(full)
        return lambda: reach.storage.troubles.remove(full)


@dataclass
class _Full:
    """A `Trouble` of the storage."""

    share: float
    reach: Reach
    _tries: Counter[Row] = field(default_factory=Counter)

    def at_begin(self) -> None:
        return None

    def at_commit(self, rows: Sequence[Row]) -> FailedCommit | None:
        self._tries[rows[0]] += 1
        draw = self.reach.streams.uniform("fault", "F43", *rows[0], self._tries[rows[0]])
        if draw >= self.share:
            return None
        if key := self.reach.host.key_at_work:
            self.reach.witness(key, "storage")
        return FailedCommit(StorageUnavailable("no space left on device"))

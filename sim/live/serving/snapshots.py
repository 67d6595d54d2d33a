"""Snapshots of the whole group in memory, the newest so many of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import NamedTuple

from sim.live.serving.group import Group
from sim.live.serving.state import State, put_back, take

KEPT = 32


class UnknownSnapshot(LookupError):
    """There is none of that name, or not any more."""


class Snapshot(NamedTuple):
    """`at` is business time."""

    id: str
    at: datetime
    state: State


class Snapshots:
    """Takes them and goes back to them; `reset` goes back to when this was made."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._seeded = take(group)
        self._numbers = count(1)
        self._kept: dict[str, Snapshot] = {}

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(self._kept.values())

    def take(self) -> Snapshot:
        """Stores how everything is now; forgets the oldest if there are too many."""
        id_ = f"S{next(self._numbers)}"
        snapshot = Snapshot(id_, self._group.business_clock.now(), take(self._group))
        self._kept[id_] = snapshot
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return snapshot

    def restore(self, id_: str) -> Snapshot:
        """Goes back; the snapshot stays. Raises UnknownSnapshot."""
        found = self._found(id_)
        put_back(self._group, found.state)
        return found

    def reset(self) -> None:
        """Goes back to the seeded group, at the first day's midnight."""
        put_back(self._group, self._seeded)

    def forget(self, id_: str) -> None:
        """Raises UnknownSnapshot."""
        del self._kept[self._found(id_).id]

    def _found(self, id_: str) -> Snapshot:
        if id_ not in self._kept:
            known = ", ".join(self._kept) or "none was taken"
            raise UnknownSnapshot(f"expected a snapshot that is kept ({known}), got {id_!r}")
        return self._kept[id_]

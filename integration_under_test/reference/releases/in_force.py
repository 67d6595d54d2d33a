"""Which release handles which document: the live one takes it in, and then its command's own.

So a promotion changes nothing about a document that is half done. Only a rollback does: what is
in flight under the withdrawn release is planned anew (`events/replan.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from integration_under_test.reference.releases.lifecycle import State
from integration_under_test.reference.releases.release import (
    FIRST_RELEASE,
    Changes,
    Release,
    following,
)
from integration_under_test.reference.releases.table import FIRST
from integration_under_test.reference.releases.tables import TABLES


class Releases:
    """All releases by number, the live one, and those that were withdrawn: as the register has
    them, in memory, so that a document costs no read of it."""

    def __init__(self) -> None:
        self._known: dict[int, Release] = {FIRST: FIRST_RELEASE}
        self._withdrawn: set[int] = set()
        self.live = FIRST_RELEASE

    def load(self, live: int, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes over what an earlier life left in the register. Tables that the code does not have
        any more are left out; the digests tell."""
        for row in rows:
            changes = {name: own for name, own in row["changes"].items() if name in TABLES}
            self.following(row["parent"], row["number"], changes)
            if row["state"] == State.ROLLED_BACK:
                self._withdrawn.add(row["number"])
        self.live = self.of(live)

    def following(self, parent: int, number: int, changes: Changes) -> Release:
        """A release by what it changes against its parent; known from now on. Raises LookupError
        for a table that there is not."""
        release = self._known[number] = following(self.of(parent), number, changes)
        return release

    def is_known(self, number: int) -> bool:
        """Whether `of` has it: another process may have promoted one since."""
        return number in self._known

    def of(self, number: int) -> Release:
        """The release of a number that was given."""
        return self._known[number]

    def promoted(self, number: int) -> None:
        """What comes from now on is taken in under it."""
        self.live = self.of(number)

    def rolled_back(self, number: int, back: int) -> None:
        """What is in flight under the first number is to be planned anew."""
        self._withdrawn.add(number)
        self.live = self.of(back)

    def is_withdrawn(self, number: int) -> bool:
        """Whether nothing may be sent under it any more."""
        return number in self._withdrawn

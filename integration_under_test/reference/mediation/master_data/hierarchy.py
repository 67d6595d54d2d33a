"""Hierarchies: what belongs to what, from a department up to the company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    GoldenRecord,
)

ABOVE: Mapping[str, str] = {DEPARTMENT: FACILITY, FACILITY: ""}
"""Domain -> the domain of its parents; "" for the top."""


class Hierarchy:
    """Parents and children by golden key, one domain above the other."""

    def __init__(self, records: Iterable[GoldenRecord]) -> None:
        self._parents: dict[tuple[str, str], str] = {}
        self._children: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.orphans: list[GoldenRecord] = []
        """Those whose parent is missing or unknown."""
        kept = [record for record in records if record.domain in ABOVE]
        known = {(record.domain, record.key) for record in kept}
        for record in kept:
            above = (ABOVE[record.domain], record.parent)
            if not above[0]:
                continue
            if above not in known:
                self.orphans.append(record)
                continue
            self._parents[record.domain, record.key] = record.parent
            self._children[above].append(record.key)

    def parent(self, domain: str, key: str) -> str | None:
        """What a thing belongs to; None at the top, or for an orphan."""
        return self._parents.get((domain, key))

    def children(self, domain: str, key: str) -> tuple[str, ...]:
        """What belongs to a thing, in the order of the masters."""
        return tuple(self._children.get((domain, key), ()))

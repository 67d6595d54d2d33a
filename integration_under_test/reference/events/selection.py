"""Which dead letters an operator means, or which of the events and documents that came."""

from __future__ import annotations

from datetime import datetime
from fnmatch import fnmatchcase
from typing import NamedTuple


class Candidate(NamedTuple):
    """What can be selected, by what is known of it; `time` is an ISO 8601 instant, "" for none."""

    keys: tuple[str, ...]
    flow: str
    type: str
    time: str


class Selection(NamedTuple):
    """An empty field means any; all that are given must fit.

    `key` is a business key or the key of an event or document, `flow` one of P01..P19, `type` that
    of a work item, of an event or of a document; key and type may hold `*`. The instants, ISO 8601
    with an offset, count as from and up to; what has no time is outside of any range.
    """

    key: str = ""
    flow: str = ""
    type: str = ""
    since: str = ""
    until: str = ""

    def fits(self, candidate: Candidate) -> bool:
        """Whether this means it. Raises ValueError for an instant that is none."""
        if self.key and not any(fnmatchcase(key, self.key) for key in candidate.keys):
            return False
        if self.flow and self.flow != candidate.flow:
            return False
        if self.type and not fnmatchcase(candidate.type, self.type):
            return False
        return self._is_within(candidate.time)

    def _is_within(self, time: str) -> bool:
        if not self.since and not self.until:
            return True
        if not time:
            return False
        instant = datetime.fromisoformat(time)
        if self.since and instant < datetime.fromisoformat(self.since):
            return False
        return not self.until or instant < datetime.fromisoformat(self.until)


EVERYTHING = Selection()

"""Numbers of acquired sites that the group has, too, for something else (P14).

The hardest keys of an acquisition: a vendor, item, account or charge code of a site under a number
that names another one of the group's, so that whoever takes a site's number for the group's own is
not refused, but wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.streams import Streams

Meant = tuple[str, str]
"""(a site's own number, the group's number of the same thing; '' for nothing of the group's)."""


class Numbering(NamedTuple):
    """How a site numbers; `share` of its numbers are also the group's. 0: all are its own."""

    streams: Streams
    site: str
    share: float

    def of(self, noun: str, own: Sequence[Meant], group: Sequence[str]) -> list[str]:
        """The numbers in use, in order; each once, and none with the meaning that it has here."""
        free = sorted(group, key=lambda n: self.streams.bits("acquired.group", self.site, noun, n))
        return [self._number(noun, meant, free) for meant in own]

    def _number(self, noun: str, meant: Meant, free: list[str]) -> str:
        number, meaning = meant
        address = ("acquired.group_number", self.site, noun, number)
        found = next((one for one in free if one != meaning), None)
        if found is None or not self.streams.bernoulli(self.share, *address):
            return number
        free.remove(found)
        return found

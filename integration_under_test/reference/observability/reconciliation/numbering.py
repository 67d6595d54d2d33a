"""A series of document numbers that has no gaps at its origin, so a gap here is a loss."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = re.compile(r"(?P<prefix>[A-Z]+-)(?P<count>[0-9]+)(/[0-9]+)?")


def document_number(key: str) -> str:
    """A document's number from the key of its line: `RC-00000007/2` is of `RC-00000007`."""
    return key.partition("/")[0]


class Numbering:
    """`last` is the highest number that was looked at, "" before the first night.

    What the series held before the first number ever seen is nobody's business here.
    """

    def __init__(self, prefix: str, last: str = "") -> None:
        self._prefix = prefix
        self.last = last

    def left_out(self, seen: set[str]) -> Sequence[str]:
        """The numbers up to the highest one seen that are neither seen nor looked at before; moves
        `last` to that one."""
        mine = {number: count for number in seen if (count := self._count(number)) is not None}
        if not mine:
            return []
        last = self._count(self.last)
        first = min(mine.values()) if last is None else last + 1
        highest = max(mine, key=mine.__getitem__)
        digits = len(highest) - len(self._prefix)
        wanted = [f"{self._prefix}{count:0{digits}d}" for count in range(first, mine[highest] + 1)]
        if wanted:
            self.last = highest
        return [number for number in wanted if number not in mine]

    def _count(self, number: str) -> int | None:
        match = NUMBER.fullmatch(number)
        return int(match["count"]) if match and match["prefix"] == self._prefix else None

"""Assertions already used: an id is good for one use within its lifetime (RFC 7523 section 3)."""

from __future__ import annotations

from heapq import heappop, heappush


class Replays:
    """Ids of accepted assertions by issuer, each remembered until it would expire by itself."""

    def __init__(self) -> None:
        self._used: set[tuple[str, str]] = set()
        self._ends: list[tuple[float, tuple[str, str]]] = []

    def first_use(self, issuer: str, jti: str, until_s: float, now_s: float) -> bool:
        """Takes note of a use; False if there was one before. Times in seconds since 1970."""
        while self._ends and self._ends[0][0] <= now_s:
            self._used.discard(heappop(self._ends)[1])
        use = (issuer, jti)
        if use in self._used:
            return False
        self._used.add(use)
        heappush(self._ends, (until_s, use))
        return True

    def __len__(self) -> int:
        return len(self._used)

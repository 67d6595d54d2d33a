"""The edge's own count of attempts per hop, operation and business key."""

from __future__ import annotations

from collections import defaultdict

BUCKET_S = 60.0


class Attempts:
    """Counts from 1. A read without a key is counted per minute, so that one reader's extra
    question does not shift what the next meets."""

    def __init__(self) -> None:
        self._seen: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)

    def next(self, hop: str, f: str, business_key: str) -> int:
        """The number of this attempt."""
        counts = self._seen[hop, f]
        number = counts.get(business_key, 0) + 1
        counts[business_key] = number
        return number

    @staticmethod
    def bucket(t_s: float) -> str:
        """The key that stands for a keyless read."""
        return f"@{int(t_s // BUCKET_S)}"

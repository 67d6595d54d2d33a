"""The edges' own count of attempts per line, hop, operation and business key.

On disk: a month at full size has millions of keys, and any of them may come again.
"""

from __future__ import annotations

from mock_systems.service.archive import Archive

BUCKET_S = 60.0


class Attempts:
    """Counts from 1. A read without a key is counted per minute, so that one reader's extra
    question does not shift what the next meets."""

    def __init__(self) -> None:
        self._lines = 0
        self.restart()

    def restart(self) -> None:
        """Counts from 1 again, so that the same packets meet the same faults as before."""
        self._counts: Archive[str, int] = Archive(int, int)

    def new_line(self) -> int:
        """The number of a line that counts for itself."""
        self._lines += 1
        return self._lines

    def next(self, line: int, hop: str, f: str, business_key: str) -> int:
        """The number of this attempt."""
        key = f"{line} {hop} {f} {business_key}"
        number = self._counts.get(key, 0) + 1
        self._counts[key] = number
        return number

    @staticmethod
    def bucket(t_s: float) -> str:
        """The key that stands for a keyless read."""
        return f"@{int(t_s // BUCKET_S)}"

"""A name that was tried with too many wrong passwords is shut for a while (RFC 9700 leaves guessing
to the login; OWASP API2:2023 asks for a lock-out)."""

from __future__ import annotations

from collections import Counter, deque

MOST_FAILURES = 5
WINDOW_S = 60.0


class Lockout:
    """Failures of the last minute by user name, known or not: a lock must not tell who exists."""

    def __init__(self) -> None:
        self._failures: deque[tuple[float, str]] = deque()
        self._counts: Counter[str] = Counter()

    def is_shut(self, user: str, now_s: float) -> bool:
        """Whether a password for this name is not even looked at now."""
        self._forget(now_s)
        return self._counts[user] >= MOST_FAILURES

    def failed(self, user: str, now_s: float) -> None:
        """Counts a wrong password."""
        self._failures.append((now_s, user))
        self._counts[user] += 1

    def _forget(self, now_s: float) -> None:
        while self._failures and self._failures[0][0] <= now_s - WINDOW_S:
            _, user = self._failures.popleft()
            self._counts[user] -= 1
            if not self._counts[user]:
                del self._counts[user]

"""Bodies that are being read or worked on: how much of them all together this process holds."""

from __future__ import annotations

from typing import Self

from starlette.types import Scope

from integration_under_test.service.problems import Unacceptable

MOST_HELD_BYTES = 256_000_000
COME_AGAIN_S = 2


HELD = "testbed.held"
"""Where a request has its body's place."""


class Bodies:
    """Counts bytes."""

    def __init__(self) -> None:
        self.most = MOST_HELD_BYTES
        self.total = 0


class Held:
    """The body of one request. Use as a context manager."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bodies.total -= self._size

    def more(self, size: int) -> None:
        """So many bytes more. Raises Unacceptable (503) where that would be too many."""
        bodies = self._bodies
        if bodies.total + size > bodies.most:
            got = f"{bodies.total} bytes under way"
            refusal = Unacceptable(f"at most {bodies.most} bytes at once", got, "come again", 503)
            refusal.headers = {"Retry-After": str(COME_AGAIN_S)}
            raise refusal
        self._size += size
        bodies.total += size


def held_of(scope: Scope) -> Held:
    """The place of a request's body; one without bounds where nobody counts."""
    found: Held = scope.get(HELD) or Held(Bodies())
    return found

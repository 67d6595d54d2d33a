"""Back-pressure: with too much unfinished work at hand, senders are asked to come again later.

Nothing of what is turned away was stored, so its sender still has it. But a sender gives up when
its schedule is at an end, and nobody tells us of that schedule: the shortest in use makes four
attempts. Hence one event or document is turned away twice at most, and then taken over the bound:
the bound smooths a flood, and a loss would be worse than a long queue. While the storage takes
nothing there is no such choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from integration_under_test.boundary import Busy, StorageUnavailable
from integration_under_test.reference.safeguards import Relief
from integration_under_test.reference.settings import Settings

BEARABLE_REFUSALS = 2


class Intake:
    """The door: lets in, or raises Busy. `backlog` counts the unfinished commands."""

    def __init__(self, backlog: Callable[[], int], settings: Settings) -> None:
        self._backlog = backlog
        keeps = settings.keeps(Relief.BACK_PRESSURE)
        self._bound = settings.max_backlog if keeps else float("inf")
        self._retry_after_s = settings.busy_retry_after_s
        self._turned_away: Counter[str] = Counter()

    def admit(self, key: str) -> None:
        """Before anything of an event or document is stored; `key` makes it distinct.

        Raises Busy."""
        refusals = self._turned_away[key]
        if self._backlog() < self._bound or refusals >= BEARABLE_REFUSALS:
            del self._turned_away[key]
            return
        self._turned_away[key] = refusals + 1
        raise Busy(self._retry_after_s)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Around what stores an arrival. Raises Busy when the storage takes nothing."""
        try:
            yield
        except StorageUnavailable as trouble:
            raise Busy(self._retry_after_s) from trouble

"""The retry budget of one system: how much of the load may be work that failed before (F46).

A bucket of tokens. Each retry takes one. Answered calls pay in a share of a token each, the clock
pays in the floor, and a retry that was answered gets its token back: it was no load on a sick
system. So a system that answers nothing sees the floor's rate and no more, and one that has healed
sees its backlog as fast as it answers.
"""

from __future__ import annotations

import asyncio

from integration_under_test.reference.settings import Settings

MINUTE_S = 60.0


class RetryBudget:
    """Tokens for retries; what is not there yet is waited for, in turn."""

    def __init__(self, settings: Settings) -> None:
        self._share = settings.retry_share
        self._floor_per_s = settings.retry_floor_per_min / MINUTE_S
        self._most = settings.retry_floor_per_min
        self._tokens = self._most
        self._counted_s = 0.0

    def pay_in(self) -> None:
        """A call was answered."""
        self._tokens = min(self._most, self._tokens + self._share)

    def give_back(self) -> None:
        """A retry was answered."""
        self._tokens = min(self._most, self._tokens + 1.0)

    async def take(self, goes_first: bool = False) -> None:
        """Waits for a retry's turn; what goes first takes its token from those who wait."""
        now_s = asyncio.get_running_loop().time()
        paid = (now_s - self._counted_s) * self._floor_per_s
        # Below zero it counts the turns that are promised to those who wait already.
        self._tokens = min(self._most, self._tokens + paid) - 1.0
        self._counted_s = now_s
        if self._tokens < 0 and not goes_first:
            await asyncio.sleep(-self._tokens / self._floor_per_s)

"""One lane to somebody: how many calls may be under way there, and when nothing leaves.

A 429 closes the lane for everybody until the time that was named (fault F09); whoever leaves calls
unanswered gets fewer at a time, whoever does not answer at all is left to the circuit breaker, and
retries to their budget (fault F46).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from integration_under_test.boundary import CallError, OutcomeUnknown, Throttled, Unavailable
from integration_under_test.reference.gateway.breaker import AlwaysClosed, Breaker, Tell
from integration_under_test.reference.gateway.retry_budget import RetryBudget
from integration_under_test.reference.gateway.width import FixedWidth, Width
from integration_under_test.reference.safeguards import Relief
from integration_under_test.reference.settings import Settings

NO_ANSWER = (Unavailable, OutcomeUnknown)
"""After these nobody knows whether the other side is there."""


class Lane:
    """At most as many calls at a time as the settings allow, and none while nobody answers."""

    def __init__(self, name: str, settings: Settings, tell: Tell) -> None:
        width = Width if settings.keeps(Relief.NARROWING) else FixedWidth
        self._width = width(settings.max_concurrency, settings.call_timeout_s)
        self._closed_until_s = 0.0
        self._budget = RetryBudget(settings)
        breaker = Breaker if settings.keeps(Relief.CIRCUIT_BREAKER) else AlwaysClosed
        self.breaker = breaker(name, settings, tell)

    @asynccontextmanager
    async def turn(self, caller: str, goes_first: bool = False) -> AsyncIterator[None]:
        """Around one call, after waiting for a slot and for the end of a rest. Raises CircuitOpen
        without a call while nobody answers there."""
        async with self._width.slot(goes_first):
            await self._rest()
            probes = self.breaker.admit(_now_s(), goes_first)
            heard = False
            try:
                yield
                heard = True
            except CallError as error:
                heard = self._note(error, caller)
                raise
            finally:
                if heard:
                    self._width.answered()
                    self.breaker.answered(_now_s())
                    self._budget.pay_in()
                elif probes:
                    self.breaker.abandoned()

    @asynccontextmanager
    async def attempt(self, again: bool, goes_first: bool = False) -> AsyncIterator[None]:
        """Around an attempt at a command; one that is made again waits for its turn, unless it goes
        first. Raises CircuitOpen instead of beginning while nobody answers there."""
        self.breaker.check(_now_s(), goes_first)
        if not again:
            yield
            return
        await self._budget.take(goes_first)
        lost = False
        try:
            yield
        except NO_ANSWER:
            lost = True
            raise
        finally:
            if not lost:
                self._budget.give_back()

    def _note(self, error: CallError, caller: str) -> bool:
        """Whether somebody spoke."""
        if isinstance(error, NO_ANSWER):
            if isinstance(error, OutcomeUnknown):
                self._width.unanswered(_now_s())
            self.breaker.failed(caller, _now_s())
            return False
        if isinstance(error, Throttled):
            self._close_for(error.retry_after_s or 0.0)
        return True

    async def _rest(self) -> None:
        # Another call may have closed the lane again meanwhile, hence the loop.
        while (rest_s := self._closed_until_s - _now_s()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(rest_s)

    def _close_for(self, rest_s: float) -> None:
        self._closed_until_s = max(self._closed_until_s, _now_s() + rest_s)


def _now_s() -> float:
    return asyncio.get_running_loop().time()

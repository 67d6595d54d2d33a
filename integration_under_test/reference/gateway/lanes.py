"""One lane for each system: how many calls may be under way there, and when it must rest.

A lane for each system keeps a slow ERP from using up the calls that billing could make. A 429
closes the lane for everybody until the time that the system named (fault F09); a system that does
not answer at all is left to its circuit breaker, and retries to its budget (fault F46).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, NamedTuple, Protocol, runtime_checkable

from integration_under_test.boundary import (
    CallError,
    OutcomeUnknown,
    SystemClient,
    Throttled,
    Unavailable,
)
from integration_under_test.reference.gateway.breaker import (
    AlwaysClosed,
    Breaker,
    Change,
    State,
    Tell,
)
from integration_under_test.reference.gateway.retry_budget import RetryBudget
from integration_under_test.reference.safeguards import Relief
from integration_under_test.reference.settings import Settings

NO_ANSWER = (Unavailable, OutcomeUnknown)
"""After these nobody knows whether the system is there."""


class Envelope(NamedTuple):
    """What travels in a call's headers."""

    correlation_id: str = ""
    idempotency_key: str = ""


BLANK = Envelope()


@runtime_checkable
class Watched(Protocol):
    """A client that wants to hear what became of the lists that it brought."""

    def misread(self, operation: str, fault: str) -> None:
        """Why the answer is of no use, "" for one that was read."""


class Lane:
    """Calls to one system, so many at a time as the settings allow."""

    def __init__(self, client: SystemClient, breaker: Breaker, settings: Settings) -> None:
        self._client = client
        self._slots = asyncio.Semaphore(settings.max_concurrency)
        self._timeout_s = settings.call_timeout_s
        self._closed_until_s = 0.0
        self._budget = RetryBudget(settings)
        self.breaker = breaker

    async def call(
        self, operation: str, body: Mapping[str, Any], envelope: Envelope = BLANK
    ) -> dict[str, Any]:
        """As `SystemClient.call`, after waiting for a slot and for the end of a rest. Raises
        CircuitOpen without a call while the system does not answer."""
        async with self._slots:
            await self._rest()
            probes = self.breaker.admit(_now_s())
            heard = False
            try:
                answer = await self._client.call(
                    operation,
                    body,
                    idempotency_key=envelope.idempotency_key or None,
                    correlation_id=envelope.correlation_id or None,
                    timeout_s=self._timeout_s,
                )
                _check_form(operation, answer)
                heard = True
            except CallError as error:
                heard = self._note(error, envelope.correlation_id or operation)
                raise
            finally:
                if heard:
                    self.breaker.answered(_now_s())
                    self._budget.pay_in()
                elif probes:
                    self.breaker.abandoned()
            return answer

    @asynccontextmanager
    async def attempt(self, again: bool) -> AsyncIterator[None]:
        """Around an attempt at a command; one that is made again waits for its turn. Raises
        CircuitOpen instead of beginning while the system does not answer."""
        self.breaker.check(_now_s())
        if not again:
            yield
            return
        await self._budget.take()
        lost = False
        try:
            yield
        except NO_ANSWER:
            lost = True
            raise
        finally:
            if not lost:
                self._budget.give_back()

    def misread(self, operation: str, fault: str) -> None:
        """Tells who watches the system, if anybody does."""
        if isinstance(self._client, Watched):
            self._client.misread(operation, fault)

    def _note(self, error: CallError, caller: str) -> bool:
        """Whether the system spoke."""
        if isinstance(error, NO_ANSWER):
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


class Lanes:
    """The lanes of all systems."""

    def __init__(self, systems: Mapping[str, SystemClient], settings: Settings) -> None:
        self._watchers: list[Tell] = []
        breaker = Breaker if settings.keeps(Relief.CIRCUIT_BREAKER) else AlwaysClosed
        self._lanes = {
            name: Lane(client, breaker(name, settings, self._tell), settings)
            for name, client in systems.items()
        }

    def watch(self, watcher: Tell) -> None:
        """Has a function told of each change of a circuit breaker. It may only note it."""
        self._watchers.append(watcher)

    def circuits(self) -> Mapping[str, State]:
        """System -> the state of its circuit breaker."""
        return {name: lane.breaker.state for name, lane in self._lanes.items()}

    async def call(
        self,
        system: str,
        operation: str,
        body: Mapping[str, Any],
        envelope: Envelope = BLANK,
    ) -> dict[str, Any]:
        """One call on that system's lane. Raises LookupError for a system that is not there."""
        return await self._lanes[system].call(operation, body, envelope)

    def attempt(self, system: str, again: bool) -> AbstractAsyncContextManager[None]:
        """See `Lane.attempt`. At a system that is not there nothing is waited for."""
        lane = self._lanes.get(system)
        return lane.attempt(again) if lane else nullcontext()

    def misread(self, system: str, operation: str, fault: str) -> None:
        """Tells who watches a system why its list is of no use, "" for one that was read; of a
        system that is not there, nobody."""
        if system in self._lanes:
            self._lanes[system].misread(operation, fault)

    def _tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher(change)


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _check_form(operation: str, answer: object) -> None:
    """A page of a proxy instead of the system's answer tells nothing of what was done."""
    if not isinstance(answer, dict):
        raise OutcomeUnknown(f"{operation}: answered {type(answer).__name__}, no JSON object")

"""A lane for each system: a slow ERP does not use up the calls that billing could make."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, NamedTuple, Protocol, runtime_checkable

from integration_under_test.boundary import OutcomeUnknown, SystemClient
from integration_under_test.reference.gateway.breaker import Change, State, Tell
from integration_under_test.reference.gateway.lane import Lane
from integration_under_test.reference.settings import Settings


class Envelope(NamedTuple):
    """What travels in a call's headers, and whether it waits in front of others."""

    correlation_id: str = ""
    idempotency_key: str = ""
    goes_first: bool = False


BLANK = Envelope()


@runtime_checkable
class Watched(Protocol):
    """A client that wants to hear what became of the lists that it brought."""

    def misread(self, operation: str, fault: str) -> None:
        """Why the answer is of no use, "" for one that was read."""


class SystemLane:
    """Calls to one system on its lane."""

    def __init__(self, client: SystemClient, lane: Lane, timeout_s: float) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self.lane = lane

    async def call(
        self, operation: str, body: Mapping[str, Any], envelope: Envelope = BLANK
    ) -> dict[str, Any]:
        """As `SystemClient.call`, in its turn."""
        caller = envelope.correlation_id or operation
        async with self.lane.turn(caller, envelope.goes_first):
            answer = await self._client.call(
                operation,
                body,
                idempotency_key=envelope.idempotency_key or None,
                correlation_id=envelope.correlation_id or None,
                timeout_s=self._timeout_s,
            )
            _check_form(operation, answer)
            return answer

    def misread(self, operation: str, fault: str) -> None:
        """Tells who watches the system, if anybody does."""
        if isinstance(self._client, Watched):
            self._client.misread(operation, fault)


class Lanes:
    """The lanes of all systems."""

    def __init__(self, systems: Mapping[str, SystemClient], settings: Settings) -> None:
        self._watchers: list[Tell] = []
        self._lanes = {
            name: SystemLane(client, Lane(name, settings, self._tell), settings.call_timeout_s)
            for name, client in systems.items()
        }

    def watch(self, watcher: Tell) -> None:
        """Has a function told of each change of a circuit breaker. It may only note it."""
        self._watchers.append(watcher)

    def circuits(self) -> Mapping[str, State]:
        """System -> the state of its circuit breaker."""
        return {name: one.lane.breaker.state for name, one in self._lanes.items()}

    def back_s(self, system: str) -> float:
        """For how many seconds a system has answered since it was away; since the start, if it
        never was, or is not there."""
        found = self._lanes.get(system)
        return asyncio.get_running_loop().time() - (found.lane.breaker.back_s if found else 0.0)

    async def call(
        self,
        system: str,
        operation: str,
        body: Mapping[str, Any],
        envelope: Envelope = BLANK,
    ) -> dict[str, Any]:
        """One call on that system's lane. Raises LookupError for a system that is not there."""
        return await self._lanes[system].call(operation, body, envelope)

    def attempt(
        self, system: str, again: bool, goes_first: bool = False
    ) -> AbstractAsyncContextManager[None]:
        """See `Lane.attempt`. At a system that is not there nothing is waited for."""
        found = self._lanes.get(system)
        return found.lane.attempt(again, goes_first) if found else nullcontext()

    def misread(self, system: str, operation: str, fault: str) -> None:
        """Tells who watches a system why its list is of no use, "" for one that was read; of a
        system that is not there, nobody."""
        if system in self._lanes:
            self._lanes[system].misread(operation, fault)

    def _tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher(change)


def _check_form(operation: str, answer: object) -> None:
    """A page of a proxy instead of the system's answer tells nothing of what was done."""
    if not isinstance(answer, dict):
        raise OutcomeUnknown(f"{operation}: answered {type(answer).__name__}, no JSON object")

"""Deliveries to the integration: webhook events of a system on their way to its receiver.

Each attempt of the sender is one packet; a copy that the network makes is one more, marked with
the fault that made it, and nobody waits for its answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, Protocol

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.cable.attempts import Attempts
from sim.cable.cable import Decision, Network
from sim.cable.fate import Answered, AnswerLost, Doubled, Fate, Held, Lost, Unreachable
from sim.cable.packet import Packet
from sim.history.schema import Row

TIMEOUT_S = 30.0
"""How long a sender waits for the receiver's answer, as common webhook senders do."""


class Receipt(NamedTuple):
    """The receiver's word on a delivery, as an HTTP status."""

    status: int
    retry_after_s: float = 0.0
    detail: str = ""


class Receiver(Protocol):
    """The integration's door for events. Never raises; may take time, may never return."""

    def receive(self, event: CloudEvent) -> Awaitable[Receipt]: ...


@dataclass(frozen=True)
class Deliveries:
    """One system's line to one receiver; a `Subscriber` of its webhooks."""

    network: Network
    receiver: Receiver
    system: str
    target: str
    types: tuple[str, ...]
    _attempts: Attempts = field(default_factory=Attempts)
    _under_way: set[asyncio.Task[Any]] = field(default_factory=set)
    """Strong references: the loop itself holds tasks only weakly."""

    def wants(self, type_: str) -> bool:
        """Whether a subscription names this event type; a pattern may end in `*`."""
        return any(fnmatchcase(type_, pattern) for pattern in self.types)

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        """One attempt. A time-out counts as not accepted."""
        packet = self._packet(event)
        decision = self.network.decide(packet)
        if decision is not None and isinstance(decision.fate, Doubled):
            fate = decision.fate
            self.network.clock.loop.call_later(
                fate.after_s, self._copy, event, packet, attempt, decision
            )
        receipt = await self._carry(event, packet, attempt, decision)
        if receipt is None:
            return Attempt(False)
        return Attempt(200 <= receipt.status < 300, receipt.retry_after_s)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs a coroutine as a task of its own."""
        task = self.network.clock.loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _packet(self, event: CloudEvent) -> Packet:
        """Draws are addressed by the edge's own count per subject, over events and attempts."""
        hop = f"{self.system}>{self.target}"
        number = self._attempts.next(hop, event.type, event.subject)
        t_s = self.network.clock.now_s()
        return Packet(hop, event.type, event.subject, number, t_s, True, True)

    def _copy(self, event: CloudEvent, packet: Packet, attempt: int, decision: Decision) -> None:
        copy = packet._replace(t_s=self.network.clock.now_s())
        self.spawn(self._carry(event, copy, attempt, Decision(Held(0.0), decision.fault_id)))

    async def _carry(
        self, event: CloudEvent, packet: Packet, attempt: int, decision: Decision | None
    ) -> Receipt | None:
        sent = self._row(event, packet, decision)._replace(attempt=attempt)
        invoke_i = self.network.write(sent)
        receipt = await self._answer(event, packet, decision.fate if decision else None)
        row = sent._replace(t_us=round(self.network.clock.now_s() * 1e6), op=_outcome(receipt))
        status = receipt.status if receipt else 0
        detail = receipt.detail if receipt else ""
        self.network.write(row._replace(invoke_i=invoke_i, status=status, detail=detail))
        return receipt

    async def _answer(self, event: CloudEvent, packet: Packet, fate: Fate | None) -> Receipt | None:
        loop = self.network.clock.loop
        answer: asyncio.Future[Receipt | None] = loop.create_future()
        timer = loop.call_later(TIMEOUT_S, _settle, answer, None)
        if not isinstance(fate, Lost):
            there_s, back_s = self.network.latency.legs_s(packet, self.network.streams)
            there_s += fate.extra_s if isinstance(fate, Held) else 0.0
            arrive = _Arrival(self, event, fate, back_s, answer)
            loop.call_later(there_s, arrive)
        receipt = await answer
        timer.cancel()
        return receipt

    def _row(self, event: CloudEvent, packet: Packet, decision: Decision | None) -> Row:
        return Row(
            t_us=round(self.network.clock.now_s() * 1e6),
            op="invoke",
            f=packet.f,
            process=self.system,
            hop=packet.hop,
            source=self.system,
            target=self.target,
            business_key=packet.business_key,
            event_source=event.source,
            event_id=event.id,
            correlation_id=str(event.extensions.get("correlation", "")),
            fault_ids=decision.fault_id if decision else "",
        )


@dataclass(frozen=True)
class _Arrival:
    """The moment a delivery reaches the receiver's door."""

    line: Deliveries
    event: CloudEvent
    fate: Fate | None
    back_s: float
    answer: asyncio.Future[Receipt | None]

    def __call__(self) -> None:
        loop = self.line.network.clock.loop
        if isinstance(self.fate, Unreachable):
            loop.call_later(self.back_s, _settle, self.answer, Receipt(503, 0.0, "unreachable"))
        elif isinstance(self.fate, Answered):
            receipt = Receipt(self.fate.status, float(self.fate.retry_after_s or 0), "edge")
            loop.call_later(self.back_s, _settle, self.answer, receipt)
        else:
            self.line.spawn(self._received())

    async def _received(self) -> None:
        receipt = await self.line.receiver.receive(self.event)
        if not isinstance(self.fate, AnswerLost):
            self.line.network.clock.loop.call_later(self.back_s, _settle, self.answer, receipt)


def _outcome(receipt: Receipt | None) -> str:
    if receipt is None:
        return "info"
    return "ok" if 200 <= receipt.status < 300 else "fail"


def _settle(answer: asyncio.Future[Receipt | None], receipt: Receipt | None) -> None:
    if not answer.done():
        answer.set_result(receipt)

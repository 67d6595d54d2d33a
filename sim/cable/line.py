"""A line to one receiver's door: events and documents travel on it alike.

Each attempt of the sender is one packet; a copy that the network makes is one more, marked with
the fault that made it, and nobody waits for its answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from sim.cable.cable import Decision, Network, digest
from sim.cable.fate import (
    Answered,
    AnswerLost,
    Doubled,
    Fate,
    Held,
    Hung,
    Late,
    Legs,
    Lost,
    Reset,
    Rewritten,
    Truncated,
    Unreachable,
)
from sim.cable.packet import Packet
from sim.history.schema import Row

TIMEOUT_S = 30.0
"""How long a sender waits for the receiver's answer, as common webhook senders do."""
MENDING_S = (60.0, 300.0, 900.0, *(3600.0,) * 24)
"""Pauses of a sender that tries to get what it mended accepted; an assumption."""


UNHEARD = AnswerLost | Reset | Truncated
"""After these the sender does not know what the receiver said."""
TAKEN_UNHEARD = "taken_unheard"
"""The world row that tells what only the simulator knows: the receiver accepted, in vain."""


class Receipt(NamedTuple):
    """The receiver's word on a delivery, as an HTTP status; `payload` answers a request."""

    status: int
    retry_after_s: float = 0.0
    detail: str = ""
    payload: bytes = b""

    @property
    def accepted(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Parcel:
    """One thing on its way: what it is, by which key, its row, and how to hand it over.

    `hand_over` never raises; it may take time, it may never return. `remade` makes the parcel anew
    with other content, or under another name if one is given; None for what is never changed.
    """

    f: str
    key: str
    row: Row
    hand_over: Callable[[], Awaitable[Receipt]]
    content: bytes = b""
    remade: Callable[[bytes, str], Parcel] | None = None


class Line:
    """Carries parcels from one sender to one receiver."""

    def __init__(self, network: Network, source: str, target: str) -> None:
        self._network = network
        self._source = source
        self._target = target
        self._number = network.attempts.new_line()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._mended_at_s: dict[str, float] = {}
        """By id, when the sender of something that was rewritten has the right content again."""
        self._settled: set[str] = set()
        """Ids of which the right content was accepted since: nothing is left to send."""

    async def send(self, parcel: Parcel, attempt: int) -> Receipt | None:
        """One attempt; None when no answer came in time."""
        if self._settled and parcel.row.event_id in self._settled:
            return Receipt(204, detail="mended")
        packet = self._packet(parcel)
        decision = self._network.decide(packet)
        if decision is None:
            return await self._carry(parcel, packet, attempt, None)
        match decision.fate:
            case Doubled(after_s, name):
                self._network.clock.loop.call_later(
                    after_s, self._copy, _renamed(parcel, name), packet, attempt, decision
                )
            case Late(extra_s):
                await asyncio.sleep(extra_s)
                return await self.send(parcel, attempt)
            case Rewritten(request=change, mended_after_s=mended_after_s) if (
                change is not None and parcel.remade is not None
            ):
                if not self._is_mended(parcel, mended_after_s, decision):
                    parcel = parcel.remade(change(parcel.content), "")
        return await self._carry(parcel, packet, attempt, decision)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs a task and holds it: the loop itself refers to tasks only weakly."""
        task = self._network.clock.loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _packet(self, parcel: Parcel) -> Packet:
        """Draws are addressed by the edge's own count per key, over parcels and attempts."""
        hop = f"{self._source}>{self._target}"
        number = self._network.attempts.next(self._number, hop, parcel.f, parcel.key)
        return Packet(hop, parcel.f, parcel.key, number, self._network.clock.now_s(), True, True)

    def _copy(self, parcel: Parcel, packet: Packet, attempt: int, decision: Decision) -> None:
        copy = packet._replace(t_s=self._network.clock.now_s())
        self.spawn(self._carry(parcel, copy, attempt, Decision(Held(0.0), decision.fault_id)))

    def _is_mended(self, parcel: Parcel, after_s: float | None, decision: Decision) -> bool:
        """Whether its sender has the right content by now; if it ever will, that is sent then."""
        if after_s is None:
            return False
        now_s, id_ = self._network.clock.now_s(), parcel.row.event_id
        if id_ not in self._mended_at_s:
            self._mended_at_s[id_] = now_s + after_s
            self.spawn(self._mend(parcel, after_s, decision))
        return now_s >= self._mended_at_s[id_]

    async def _mend(self, parcel: Parcel, after_s: float, decision: Decision) -> None:
        """Sends what should have been sent; no fault meets it any more."""
        harmless = Decision(Held(0.0), decision.fault_id)
        for attempt, pause_s in enumerate(chain((after_s,), MENDING_S), start=1):
            await asyncio.sleep(pause_s)
            receipt = await self._carry(parcel, self._packet(parcel), attempt, harmless)
            if receipt is not None and receipt.accepted:
                self._settled.add(parcel.row.event_id)
                return

    async def _carry(
        self, parcel: Parcel, packet: Packet, attempt: int, decision: Decision | None
    ) -> Receipt | None:
        sent = self._row(parcel, packet, decision)._replace(attempt=attempt)
        invoke_i = self._network.write(sent)
        receipt = await self._answer(parcel, packet, decision.fate if decision else None)
        self._network.write(
            sent._replace(
                t_us=round(self._network.clock.now_s() * 1e6),
                op=_outcome(receipt),
                invoke_i=invoke_i,
                status=receipt.status if receipt else 0,
                detail=receipt.detail if receipt else "",
                payload_hash=_answer_hash(sent, receipt),
            )
        )
        return receipt

    async def _answer(self, parcel: Parcel, packet: Packet, fate: Fate | None) -> Receipt | None:
        loop = self._network.clock.loop
        answer: asyncio.Future[Receipt | None] = loop.create_future()
        speed = self._network.clock.tempo.speed
        timer = loop.call_later(TIMEOUT_S * speed, _settle, answer, None)
        if not isinstance(fate, Lost | Hung):
            legs = Legs(*self._network.latency.legs_s(packet, self._network.streams))
            # What holds a delivery for minutes or hours is no time-out: business time.
            there_s, back_s = legs.at(speed).under(fate)
            loop.call_later(there_s, self._arrive, parcel, fate, back_s, answer)
        receipt = await answer
        timer.cancel()
        return receipt

    def _arrive(
        self,
        parcel: Parcel,
        fate: Fate | None,
        back_s: float,
        answer: asyncio.Future[Receipt | None],
    ) -> None:
        """The moment at the receiver's door."""
        loop = self._network.clock.loop
        if isinstance(fate, Unreachable):
            loop.call_later(back_s, _settle, answer, Receipt(503, 0.0, "unreachable"))
        elif isinstance(fate, Answered):
            receipt = Receipt(fate.status, float(fate.retry_after_s or 0), "edge")
            loop.call_later(back_s, _settle, answer, receipt)
        elif isinstance(fate, Reset) and not fate.after_commit:
            loop.call_later(back_s, _settle, answer, None)
        else:
            self.spawn(self._hand_over(parcel, fate, back_s, answer))

    async def _hand_over(
        self,
        parcel: Parcel,
        fate: Fate | None,
        back_s: float,
        answer: asyncio.Future[Receipt | None],
    ) -> None:
        receipt = await parcel.hand_over()
        back = partial(self._hear, parcel, receipt, fate, answer)
        self._network.clock.loop.call_later(back_s, back)

    def _hear(
        self,
        parcel: Parcel,
        receipt: Receipt,
        fate: Fate | None,
        answer: asyncio.Future[Receipt | None],
    ) -> None:
        """The moment at which the answer is back, if it ever comes back and somebody waits."""
        if receipt.accepted and (answer.done() or isinstance(fate, UNHEARD)):
            self._network.write(self._taken_unheard(parcel))
        if not isinstance(fate, AnswerLost):
            _settle(answer, None if isinstance(fate, UNHEARD) else receipt)

    def _taken_unheard(self, parcel: Parcel) -> Row:
        return parcel.row._replace(
            t_us=round(self._network.clock.now_s() * 1e6),
            op="world",
            f=TAKEN_UNHEARD,
            process=self._source,
            business_key=parcel.key,
            detail=parcel.f,
        )

    def _row(self, parcel: Parcel, packet: Packet, decision: Decision | None) -> Row:
        return parcel.row._replace(
            t_us=round(self._network.clock.now_s() * 1e6),
            op="invoke",
            f=packet.f,
            process=self._source,
            hop=packet.hop,
            source=self._source,
            target=self._target,
            business_key=packet.business_key,
            fault_ids=decision.fault_id if decision else "",
        )


def _renamed(parcel: Parcel, name: str) -> Parcel:
    return parcel.remade(parcel.content, name) if name and parcel.remade else parcel


def _outcome(receipt: Receipt | None) -> str:
    if receipt is None:
        return "info"
    return "ok" if receipt.accepted else "fail"


def _answer_hash(sent: Row, receipt: Receipt | None) -> str:
    """That of the answer, or of what was sent where the answer has no content."""
    return digest(receipt.payload) if receipt and receipt.payload else sent.payload_hash


def _settle(answer: asyncio.Future[Receipt | None], receipt: Receipt | None) -> None:
    if not answer.done():
        answer.set_result(receipt)

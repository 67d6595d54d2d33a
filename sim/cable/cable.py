"""The network between any two parties: every call and delivery of the integration crosses it.

A call is three clock events, departure, arrival and answer, each leg at least a microsecond
long (decision D2). Faults act here and at the receiver's edge, never in business rules (D6).
Each packet is recorded as `invoke` and then `ok`, `fail` or `info`; `info` means that the
sender cannot know whether the receiver acted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from mock_systems.service import CallContext, Operation, Response
from sim.cable.arms import Arm
from sim.cable.attempts import Attempts
from sim.cable.edge import CUT_OFF, UNREACHED, Edge, Leave, Passage
from sim.cable.fate import (
    Answered,
    AnswerLost,
    Fate,
    Hung,
    Legs,
    Lost,
    Repeated,
    Reset,
    Rewritten,
    Truncated,
    Unreachable,
    enters,
)
from sim.cable.latency import Latency
from sim.cable.packet import Packet
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.streams import Streams

NO_EDGES: Mapping[str, Edge] = MappingProxyType({})


class Decision(NamedTuple):
    """A fault's word about a packet, and whose it is."""

    fate: Fate
    fault_id: str


Decide = Callable[[Packet], Decision | None]
Write = Callable[[Row], int]


@dataclass(frozen=True)
class Network:
    """What the cable is made of, given by the run; its lines count their attempts together."""

    clock: VirtualClock
    streams: Streams
    write: Write
    decide: Decide
    latency: Latency = field(default_factory=Latency)
    attempts: Attempts = field(default_factory=Attempts)


class Sent(NamedTuple):
    """A request about to leave: who, where to, which operation, in what envelope."""

    source: str
    target: str
    operation: Operation
    business_key: str
    payload: bytes
    context: CallContext


class Cable:
    """Carries calls to systems. `call` returns the answer, or None when none came in time.

    A system without an edge takes every call, as fast as the network's latency says.
    """

    def __init__(self, network: Network, arm: Arm, edges: Mapping[str, Edge] = NO_EDGES) -> None:
        self._network = network
        self._arm = arm
        self._edges = edges
        self._line = network.attempts.new_line()
        self.in_flight = 0

    async def call(self, sent: Sent, timeout_s: float) -> Response | None:
        """One call. `UNREACHED`: the connection was refused; `CUT_OFF`: it broke."""
        packet = self._packet(sent)
        decision = self._network.decide(packet)
        invoke_i = self._network.write(_invoke_row(sent, packet))
        answer = self._depart(sent, packet, decision.fate if decision else None)
        timer = self._network.clock.loop.call_later(timeout_s, _give_up, answer)
        try:
            response = await answer
        except asyncio.CancelledError:
            self._record(sent, packet, decision, None, invoke_i)
            raise
        finally:
            timer.cancel()
        self._record(sent, packet, decision, response, invoke_i)
        return response

    def _packet(self, sent: Sent) -> Packet:
        t_s = self._network.clock.now_s()
        hop = f"{sent.source}>{sent.target}"
        name = sent.operation.name
        writes = sent.operation.method != "GET"
        key = sent.business_key or Attempts.bucket(t_s)
        attempt = self._network.attempts.next(self._line, hop, name, key)
        bears = writes and bool(sent.business_key)
        edge = self._edges.get(sent.target)
        honoured = edge.honours_keys(sent.operation) if edge else sent.operation.idempotent_by_key
        keyed = honoured and bool(sent.context.idempotency_key)
        return Packet(hop, name, key, attempt, t_s, False, bears, keyed)

    def _depart(
        self, sent: Sent, packet: Packet, fate: Fate | None
    ) -> asyncio.Future[Response | None]:
        loop = self._network.clock.loop
        answer: asyncio.Future[Response | None] = loop.create_future()
        if isinstance(fate, Lost):
            return answer
        edge = self._edges.get(sent.target)
        latency = edge.latency if edge else self._network.latency
        legs = Legs(*latency.legs_s(packet, self._network.streams))
        there_s, back_s = legs.under(fate).at(self._network.clock.tempo.speed)
        arrive = partial(self._act, sent, fate, back_s, answer)
        if edge is not None and edge.has_workers and enters(fate):
            refuse = partial(self._refuse, edge, back_s, answer)
            arrive = partial(self._take_turn, edge, packet, arrive, refuse)
        loop.call_later(there_s, arrive)
        return answer

    def _take_turn(
        self, edge: Edge, packet: Packet, act: Callable[[], None], refuse: Callable[[], None]
    ) -> None:
        """A call comes in where workers take one after the other."""
        now_us = _us(self._network.clock)
        turn_us = edge.turn_us(packet, now_us, self._network.streams)
        if turn_us is None:
            refuse()
        else:
            self._network.clock.loop.call_later(turn_us / 1e6, act)

    def _refuse(self, edge: Edge, back_s: float, answer: asyncio.Future[Response | None]) -> None:
        self._network.clock.loop.call_later(back_s, _settle, answer, edge.overrun())

    def _act(
        self, sent: Sent, fate: Fate | None, back_s: float, answer: asyncio.Future[Response | None]
    ) -> None:
        passage = self._through(sent) if fate is None else self._at_the_edge(sent, fate)
        if passage.leave is not None:
            self._network.clock.loop.call_later(back_s, passage.leave)
        if passage.response is not None:
            self._network.clock.loop.call_later(back_s, _settle, answer, passage.response)

    def _at_the_edge(self, sent: Sent, fate: Fate) -> Passage:
        """What happens there, and what of the answer gets back to the sender."""
        match fate:
            case Unreachable():
                return Passage(UNREACHED)
            case Reset(after_commit=False):
                return Passage(CUT_OFF)
            case Answered(after_commit=False):
                return Passage(_synthetic(fate))
            case Hung():
                edge = self._edges.get(sent.target)
                return edge.stall(sent.operation) if edge else Passage(None)
            case Rewritten(request=change) if change is not None:
                sent = sent._replace(payload=change(sent.payload))
        passage = self._through(sent)
        if isinstance(fate, Repeated):
            again = self._through(sent._replace(payload=fate.change(sent.payload)))
            return Passage(again.response, _both(passage.leave, again.leave))
        assert passage.response is not None
        return Passage(_heard(passage.response, fate), passage.leave)

    def _through(self, sent: Sent) -> Passage:
        edge = self._edges.get(sent.target)
        forward = partial(self._arm.send, sent.target)
        if edge is None:
            return Passage(forward(sent.operation, sent.payload, sent.context))
        return edge.receive(sent.operation, sent.payload, sent.context, forward)

    def _record(
        self,
        sent: Sent,
        packet: Packet,
        decision: Decision | None,
        response: Response | None,
        invoke_i: int,
    ) -> None:
        op = outcome_of(response)
        if decision and isinstance(decision.fate, Truncated) and op == "ok":
            op = "info"
        self._network.write(
            Row(
                t_us=_us(self._network.clock),
                op=op,
                f=packet.f,
                process=sent.source,
                hop=packet.hop,
                source=sent.source,
                target=sent.target,
                business_key=packet.business_key,
                idem_key=sent.context.idempotency_key,
                invoke_i=invoke_i,
                attempt=packet.attempt,
                correlation_id=sent.context.correlation_id,
                status=response.status if response else 0,
                payload_hash=digest(response.payload) if response else "",
                fault_ids=decision.fault_id if decision else "",
            )
        )


def outcome_of(response: Response | None) -> str:
    """`ok` for 2xx, `fail` for a definite no (4xx, refused connection), else `info`."""
    if response is None or response is CUT_OFF or response.status >= 500:
        return "info"
    return "ok" if 200 <= response.status < 300 else "fail"


def digest(payload: bytes) -> str:
    """Short content hash of a payload."""
    return blake2b(payload, digest_size=8).hexdigest()


def _invoke_row(sent: Sent, packet: Packet) -> Row:
    return Row(
        t_us=round(packet.t_s * 1e6),
        op="invoke",
        f=packet.f,
        process=sent.source,
        hop=packet.hop,
        source=sent.source,
        target=sent.target,
        business_key=packet.business_key,
        idem_key=sent.context.idempotency_key,
        attempt=packet.attempt,
        correlation_id=sent.context.correlation_id,
        payload_hash=digest(sent.payload),
    )


def _heard(response: Response, fate: Fate) -> Response | None:
    """What of an answer gets through, None for nothing."""
    match fate:
        case AnswerLost():
            return None
        case Reset():
            return CUT_OFF
        case Answered():
            return _synthetic(fate)
        case Truncated(share):
            return response._replace(payload=_cut(response.payload, share))
        case Rewritten(answer=change) if change is not None and response.status < 300:
            return response._replace(payload=change(response.payload))
    return response


def _cut(payload: bytes, share: float) -> bytes:
    """The beginning of a payload: at least a byte of it is there, and one is missing."""
    return payload[: max(1, min(int(len(payload) * share), len(payload) - 1))]


def _both(one: Leave | None, other: Leave | None) -> Leave | None:
    if one is None or other is None:
        return one or other

    def leave() -> None:
        one()
        other()

    return leave


def _synthetic(fate: Answered) -> Response:
    headers = {} if fate.retry_after_s is None else {"retry-after": str(fate.retry_after_s)}
    return Response(fate.status, fate.payload, headers)


def _settle(answer: asyncio.Future[Response | None], response: Response) -> None:
    if not answer.done():
        answer.set_result(response)


def _give_up(answer: asyncio.Future[Response | None]) -> None:
    if not answer.done():
        answer.set_result(None)


def _us(clock: VirtualClock) -> int:
    return round(clock.now_s() * 1e6)

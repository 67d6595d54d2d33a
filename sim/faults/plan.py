"""A fault plan at work: which fault meets a packet, and the proof that it did.

A packet has one fate. Of the faults that would not let it pass those that let nothing through come
first; among equals a draw decides, so that none hides behind one that always acts. Each fault logs
when it is switched on and off, and its witness: the first business document that it touched, or
would have touched had not another of its kind done so first. A run whose plan names a fault without
a witness proves nothing about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from sim.cable import Decision, Fate, Packet
from sim.clock import VirtualClock
from sim.faults.fault import FOREVER_H, Fault
from sim.faults.reach import End, Reach, Witness
from sim.history.schema import Row
from sim.streams import Streams

HOUR_S = 3600.0

Acting = tuple[int, Fault, Fate]
"""A fault that would not let a packet pass: its place in the plan, and the fate it has for it."""
ReachOf = Callable[[Witness], Reach]
"""What a fault that notes its witness there may take hold of."""


def counted(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Each with how many of its kind stand before it."""
    seen: Counter[str] = Counter()
    numbered = []
    for fault in faults:
        numbered.append(replace(fault, nth=seen[fault.id]) if seen[fault.id] else fault)
        seen[fault.id] += 1
    return tuple(numbered)


class FaultPlan:
    """The faults of one run. `decide` is what the cable asks for every packet."""

    def __init__(
        self,
        faults: Sequence[Fault],
        clock: VirtualClock,
        streams: Streams,
        write: Callable[[Row], int],
    ) -> None:
        self._faults = counted(faults)
        self._clock = clock
        self._streams = streams
        self._write = write
        self._witnessed: set[int] = set()
        self._ends: dict[int, End] = {}
        self._reach: ReachOf | None = None
        self._retired: set[int] = set()
        self._healed = False

    def schedule(self, reach: ReachOf | None = None) -> None:
        """Has each fault switched on and off at its time, with `reach` of the run's parts."""
        self._reach = reach
        for number in range(len(self._faults)):
            self._appoint(number)

    def exchange(self, faults: Sequence[Fault], keep: int) -> None:
        """From now on these in place of all but the first `keep`. Hours count from the start as
        before; what would be over by now is left out, what would be on begins now."""
        now_h = self._clock.now_s() / HOUR_S
        for number in range(keep, len(self._faults)):
            self._end(number, now_h)
            self._retired.add(number)
        first = len(self._faults)
        new = counted((*self._faults[:keep], *faults))[keep:]
        left = (fault for fault in new if fault.until_h > now_h)
        self._faults += tuple(replace(fault, from_h=max(fault.from_h, now_h)) for fault in left)
        for number in range(first, len(self._faults)):
            self._appoint(number)

    def heal(self) -> None:
        """Ends every fault that is still on."""
        self._healed = True
        now_h = self._clock.now_s() / HOUR_S
        for number in range(len(self._faults)):
            self._end(number, now_h)

    def decide(self, packet: Packet) -> Decision | None:
        """The fault that meets the packet, with the fate that it has for it. Others of its kind
        that would have done the same have met the packet too."""
        acting = [
            (number, fault, fate)
            for number, fault in self._on_for(packet)
            if (fate := fault.decide(packet, self._streams)) is not None
        ]
        if not acting:
            return None
        _, chosen, fate = self._chosen(packet, acting)
        for number, fault, _ in acting:
            if fault.id == chosen.id and (packet.bears or fault.witnessed_by_reads):
                self._note_witness(number, packet.business_key, packet.hop)
        return Decision(fate, chosen.id)

    def _chosen(self, packet: Packet, acting: Sequence[Acting]) -> Acting:
        first = [one for one in acting if one[1].stops] or acting
        if len(first) == 1:
            return first[0]
        return first[self._streams.integer(0, len(first), "fault", "met", *packet.address)]

    def _on_for(self, packet: Packet) -> Iterator[tuple[int, Fault]]:
        """The faults that are on, and cover the packet, in the order of the plan."""
        if self._healed:
            return
        now_h = packet.t_s / HOUR_S
        for number, fault in enumerate(self._faults):
            is_on = fault.from_h <= now_h < fault.until_h and number not in self._retired
            if is_on and fault.covers(packet):
                yield number, fault

    def _note_witness(self, number: int, business_key: str, where: str) -> None:
        if number not in self._witnessed:
            self._witnessed.add(number)
            self._record("fault_witness", number, business_key, where)

    def _appoint(self, number: int) -> None:
        fault = self._faults[number]
        self._at_hour(fault.from_h, "fault_on", number)
        if fault.until_h < FOREVER_H:
            self._at_hour(fault.until_h, "fault_off", number)

    def _end(self, number: int, now_h: float) -> None:
        fault = self._faults[number]
        if fault.from_h <= now_h < fault.until_h and number not in self._retired:
            self._switch_now("fault_off", number)

    def _at_hour(self, hour: float, op: str, number: int) -> None:
        delay_s = max(hour * HOUR_S - self._clock.now_s(), 0.0)
        self._clock.loop.call_later(delay_s, self._switch, op, number)

    def _switch(self, op: str, number: int) -> None:
        if not self._healed and number not in self._retired:
            self._switch_now(op, number)

    def _switch_now(self, op: str, number: int) -> None:
        self._record(op, number, "", ",".join(self._faults[number].hops))
        if op == "fault_on" and self._reach is not None:
            end = self._faults[number].begin(self._reach(partial(self._note_witness, number)))
            if end is not None:
                self._ends[number] = end
        elif number in self._ends:
            self._ends.pop(number)()

    def _record(self, op: str, number: int, business_key: str, hop: str) -> None:
        fault = self._faults[number]
        self._write(
            Row(
                t_us=round(self._clock.now_s() * 1e6),
                op=op,
                f=fault.id,
                process="faults",
                target=hop,
                business_key=business_key,
                effect_key=f"{fault.id}#{number}",
                fault_ids=fault.id,
                detail=fault.title,
            )
        )

"""Faults on and off while the systems are served.

A plan is written as for `testbed run --faults`. A fault is on from the moment it is switched on; if
its part names hours, they count from that moment, in business time. What acts on parts of a run
that are not here (the integration's process, people, files) is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import NamedTuple

from sim.faults.compose import NONE, read_plan
from sim.faults.fault import FOREVER_H, Fault
from sim.faults.hops import CALLS, EVENTS
from sim.faults.plan import HOUR_S
from sim.live.serving.group import Group
from sim.plugins import UnknownName

_HOURS = re.compile(r"@\d+(?:\.\d+)?-\d+(?:\.\d+)?(?=@|$)")


class NotHere(Exception):
    """A fault that could not act on systems that stand alone; says why."""


class Switched(NamedTuple):
    """One fault of the plan that is in force."""

    fault: Fault
    is_on: bool
    witness: str
    """The first document that it touched, '' for none yet."""


class Switchboard:
    """Which faults act on calls to the systems, and on their deliveries."""

    def __init__(self, group: Group, plans: Mapping[str, str]) -> None:
        self._group = group
        self._plans = plans
        self._first = 0
        self._faults: tuple[Fault, ...] = ()
        self.text = NONE
        """The plan in force, as it was written."""

    def switch(self, text: str) -> None:
        """This plan in place of the one in force; `none` for no fault. Raises UnknownName for what
        nobody knows, NotHere."""
        parts = [] if text == NONE else text.split("+")
        if own := next((part for part in parts if ":" in part), ""):
            raise UnknownName(f"{own!r}: only listed plans and faults here, no code of your own")
        now_h = self._group.clock.now_s() / HOUR_S
        faults = [
            from_now(fault, now_h, bool(_HOURS.search(part)))
            for part in parts
            for fault in read_plan(part, self._plans)
        ]
        for fault in faults:
            check_that_it_can_act(fault)
        self._group.plan.exchange(faults, 0)
        self._first += len(self._faults)
        self._faults, self.text = tuple(faults), text
        self._group.witnesses.clear()
        self._renew_gateways()

    def __iter__(self) -> Iterator[Switched]:
        now_h = self._group.clock.now_s() / HOUR_S
        for number, fault in enumerate(self._faults, start=self._first):
            witness = self._group.witnesses.get(f"{fault.id}#{number}", "")
            yield Switched(fault, fault.from_h <= now_h < fault.until_h, witness)

    def _renew_gateways(self) -> None:
        """As the faults in force leave them (F07, F46 with workers)."""
        profiles = dict(self._group.profiles)
        for fault in self._faults:
            profiles = {name: fault.profiled(name, one) for name, one in profiles.items()}
        before = {name: edge.profile for name, edge in self._group.edges.items()}
        changed = {name: one for name, one in profiles.items() if one != before[name]}
        self._group.renew_edges(changed, {n: self._group.edges[n].keys for n in changed})


def from_now(fault: Fault, now_h: float, has_hours: bool) -> Fault:
    """The fault with its window counted from now, or without one."""
    if not has_hours:
        return replace(fault, from_h=now_h, until_h=FOREVER_H)
    return replace(fault, from_h=fault.from_h + now_h, until_h=fault.until_h + now_h)


def check_that_it_can_act(fault: Fault) -> None:
    """Raises NotHere for one that takes hold of what only a run has."""
    if fault.parameters or fault.needs:
        raise NotHere(
            f"{fault.id} ({fault.title}) acts on what people or parties do; none are here"
        )
    if fault.in_process or type(fault).begin is not Fault.begin:
        raise NotHere(
            f"{fault.id} ({fault.title}) takes hold of parts of a run; try `testbed live`"
        )
    hops = (*CALLS, *EVENTS)
    if not any(fnmatchcase(hop, pattern) for pattern in fault.hops for hop in hops):
        where = ", ".join(fault.hops)
        raise NotHere(
            f"{fault.id} ({fault.title}) acts on {where}; here are integration>SYSTEM, "
            "SYSTEM>integration"
        )

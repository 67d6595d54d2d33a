"""The state of all systems at one moment: taken as bytes, and put back into the same objects.

What a system is made of are plain documents in dicts and archives, so pickling copies them; its
clock, recorder and publisher stay what they are. At scale 0.02 a state is 1 MB and takes 60 ms to
take and as long to put back (0.1: 5 MB, half a second); building the group anew takes ten times as
long.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from io import BytesIO
from typing import Any, NamedTuple

from mock_systems.service.webhooks import PendingEvents, Webhooks
from sim.live.serving.group import Group


class State(NamedTuple):
    """`business_s` are seconds of business time since the first day's midnight."""

    business_s: float
    content: bytes


def take(group: Group) -> State:
    """What stands in the systems' tables, with stored answers by idempotency key and what waits to
    be fetched. Deliveries under way are no part of it."""
    buffer = BytesIO()
    content = {
        "systems": {name: vars(system) for name, system in group.systems.items()},
        "keys": {name: edge.keys for name, edge in group.edges.items()},
        "pending": {
            name: outward.outlet.pending
            for name, outward in group.outward.items()
            if isinstance(outward.outlet, PendingEvents)
        },
    }
    _Pickler(buffer, _places(group)).dump(content)
    clock = group.business_clock
    return State(clock.clock.now_s() + clock.skew_s, buffer.getvalue())


def put_back(group: Group, state: State) -> None:
    """Systems, keys and business time as they were. Gateways begin with unused limits, the network
    counts attempts from 1 again, and deliveries under way are dropped."""
    there = {place: one for one, place in _places(group).values()}
    content = _Unpickler(BytesIO(state.content), there).load()
    for name, system in group.systems.items():
        vars(system).clear()
        vars(system).update(content["systems"][name])
    clock = group.business_clock
    clock.skew_s = state.business_s - clock.clock.now_s()
    for name, outward in group.outward.items():
        if isinstance(outward.outlet, Webhooks):
            outward.outlet.forget()
        else:
            outward.outlet.pending = content["pending"][name]
    profiles = {name: edge.profile for name, edge in group.edges.items()}
    group.renew_edges(profiles, content["keys"])
    group.network.attempts.restart()


Places = Mapping[int, tuple[Any, str]]
"""Object by its id, with the name under which a state refers to it."""


def _places(group: Group) -> Places:
    fixed = {"clock": group.business_clock, "recorder": group.recorder}
    outward = {f"publisher:{name}": one for name, one in group.outward.items()}
    return {id(one): (one, name) for name, one in {**fixed, **outward}.items()}


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: BytesIO, places: Places) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self._places = places

    def persistent_id(self, obj: Any) -> str | None:
        found = self._places.get(id(obj))
        return found[1] if found else None


class _Unpickler(pickle.Unpickler):
    """Reads only what this process wrote: states never come from outside."""

    def __init__(self, buffer: BytesIO, there: Mapping[str, Any]) -> None:
        super().__init__(buffer)
        self._there = there

    def persistent_load(self, pid: str) -> Any:
        return self._there[pid]

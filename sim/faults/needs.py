"""Which parties a fault plan needs beside those that take part anyway."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.faults.fault import Fault


def missing_parties(faults: Iterable[Fault], present: Sequence[str]) -> tuple[str, ...]:
    """The first of the parties that each fault needs, unless one of them takes part already."""
    there = list(present)
    for fault in faults:
        if fault.needs and not set(fault.needs) & set(there):
            there.append(fault.needs[0])
    return tuple(there[len(present) :])

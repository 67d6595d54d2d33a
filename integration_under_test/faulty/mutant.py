"""What a faulty integration says of itself, so that anybody can see it killed.

    class DropsOnTimeout(Reference):
        mutant = Mutant("M09", killed_by="loss", faults="F03@rough")

A stranger's mutant is one file with such a class, named `module:Class` to `testbed zoo`.
"""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """`id` as in the catalogue of mutants (M01..M20), or one of our own from M21 on. `killed_by` is
    the one checker that must find it; the rest is the smallest run known in which it does. In the
    same run the reference must be clean. `parameters` are those of the world, `parties` take part
    besides the scenario's own."""

    id: str
    killed_by: str
    scenario: str = "ordinary_day"
    faults: str = "none"
    scale: float = 0.005
    seed: int = 1
    days: int = 0
    parties: tuple[str, ...] = ()
    parameters: tuple[tuple[str, float], ...] = ()
    crash_at: tuple[int, ...] = ()

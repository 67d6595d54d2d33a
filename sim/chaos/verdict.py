"""What a storm adds to a verdict: blows that never struck prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.chaos.storm import Storm
from sim.chaos.supervised import Supervised
from sim.checkers.verdict import Outcome, Verdict


def soak_verdict(verdict: Verdict, storm: Storm, program: Supervised) -> Verdict:
    """The verdict with the gaps of a storm."""
    gaps = [*storm.gaps(), *_left_behind(program)]
    if not gaps:
        return verdict
    outcome: Outcome = "fail" if verdict.outcome == "fail" else "unknown"
    return replace(verdict, outcome=outcome, gaps=(*verdict.gaps, *gaps))


def _left_behind(program: Supervised) -> Iterator[str]:
    for words in program.left_behind:
        yield f"a process of the integration outlived its end and had to be killed: {words}"

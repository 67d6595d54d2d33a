"""What a live run adds to a verdict: a clock that could not keep step proves nothing."""

from __future__ import annotations

from dataclasses import replace

from sim.checkers.verdict import Outcome, Verdict
from sim.live.live_run import Played

MOST_LAG_S = 1.0
"""Of the wall, that business time may be behind: a tenth of the shortest deadline judged."""


def live_verdict(verdict: Verdict, played: Played) -> Verdict:
    """The verdict with the gaps of a live run."""
    gaps = list(_gaps(played))
    if not gaps:
        return verdict
    outcome: Outcome = "fail" if verdict.outcome == "fail" else "unknown"
    return replace(verdict, outcome=outcome, gaps=(*verdict.gaps, *gaps))


def _gaps(played: Played) -> list[str]:
    gaps = []
    if played.interrupted:
        gaps.append("the run was interrupted: what came after was not seen")
    if played.lag_s > MOST_LAG_S:
        gaps.append(
            f"business time was behind by up to {played.lag_s:.1f} s of the wall, where "
            f"{MOST_LAG_S:.0f} s are allowed: a lower --speed or --scale helps"
        )
    return gaps

"""What a live run adds to a verdict: a clock that could not keep step proves nothing."""

from __future__ import annotations

from dataclasses import replace

from sim.checkers.verdict import Outcome, Verdict
from sim.live.live_run import Played
from sim.live.screens import Attendance

MOST_LAG_S = 1.0
"""Of the wall, that business time may be behind: a tenth of the shortest deadline judged."""

LEAST_CAME = 0.99
"""Of the arrivals that a load test announced."""


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
    if played.attendance is not None:
        gaps += _absences(played.attendance)
    return gaps


def _absences(load: Attendance) -> list[str]:
    """A load test that did not bring what it was to bring tried nothing of the kind."""
    if load.came < LEAST_CAME * load.expected:
        return [f"of {load.expected:,} arrivals of the load test {load.came:,} came"]
    if not load.told:
        return ["the load test never said that it was through"]
    if not load.told.get("valid", False):
        share = float(load.told.get("on_time_share", 0.0))
        on_time = f"{share:.1%} of its requests left within 50 ms of their moment, 99 % must"
        return [f"the load test is invalid: {on_time}; a lower --speed or more --workers help"]
    return []

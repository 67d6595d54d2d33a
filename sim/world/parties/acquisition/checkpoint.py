"""The checkpoints of a cut-over: when the office compares both houses, and what it decides."""

from __future__ import annotations

from typing import NamedTuple

from sim.world.site import Site


class Checkpoint(NamedTuple):
    """`at_h` is the local hour of the first working day after the cut-over."""

    name: str
    at_h: float


CHECKPOINTS = (
    Checkpoint("opening balances are compared", 9.5),
    Checkpoint("the first day's bills are compared", 14.5),
)
"""Assumption: in real life the first weeks have one a day, with criteria agreed beforehand."""


def failed_checkpoint(site: Site, code: str) -> Checkpoint | None:
    """At which checkpoint a site's first cut-over turns out not to be clean; None for a clean one.
    What was wrong is put right before the second, so that one is clean."""
    codes = [acquired.code for acquired in site.enterprise.acquired]
    codes.sort(key=lambda one: site.streams.bits("acquisition.rollback", one))
    unclean = codes[: round(site.parameters["acquisition_rollback_share"] * len(codes))]
    if code not in unclean:
        return None
    return site.streams.choice(CHECKPOINTS, "acquisition.checkpoint", code)

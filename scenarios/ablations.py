"""Safeguards of the reference, each with the trouble that shows its absence and who must find it.

Stated before anything has run; `testbed ablate` prints what was found beside it.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.ablation import Ablation
from sim.experiment.scenario import Scenario
from sim.experiment.sharing import Sharing
from sim.faults.f46_outage import Outage

ABLATIONS = (
    # A copy of an event is worked on as if it were new, and its first attempt does not look.
    Ablation("inbox", breaks=("duplicates",), faults="rough_day"),
    # What was acknowledged but stood in memory only is gone with the crash.
    Ablation("outbox", breaks=("loss",), scenario="ordinary_day", crashes=60),
    # A request whose answer was lost after the commit is sent again.
    Ablation("look_before_retry", breaks=("duplicates",), faults="rough_day"),
    # What arrives late counts as if it were the latest.
    Ablation("versions", breaks=("staleness",), scenario="month_end", faults="jumbled", scale=0.01),
    # What failed once is left to clerks, too late or for ever.
    Ablation("retry", breaks=("loss",), faults="rough_day"),
    # What a system did not take for two hours is dropped, and no desk hears of it.
    Ablation(
        "dead_letters",
        breaks=("loss",),
        scenario="month_end",
        faults="rough_month",
        scale=0.01,
        settings={"outage_patience_h": 1.75},
    ),
    # What inventory gave up to report is never charged.
    Ablation("reconciliation", breaks=("loss",), faults="unheard"),
    # A box of ten is received and costed as one piece.
    Ablation("unit_conversion", breaks=("consistency", "variance")),
    # An invoice of a month's last evening is posted in the next month, as it is in Greenwich.
    Ablation("local_cut_off", breaks=("variance",), scenario="month_end", scale=0.01),
)

_EVENING_H, _NIGHT_H, _MORNING_H = 17.0, 26.0, 33.0

LATE_BOOKS = Scenario(
    name="scenarios.ablations:LATE_BOOKS",
    circumstance="C06",
    title="Yesterday's books are compared in the busiest hour",
    first_day=date(2026, 4, 14),
    days=2,
    parties=("analytics",),
    parameters={"usages_per_bed_month": 3510.0},
    faults=(
        Outage(hops=("integration>erp",), from_h=_EVENING_H, until_h=_NIGHT_H + 1 / 6),
        Outage(hops=("integration>billing",), from_h=_EVENING_H, until_h=_NIGHT_H + 1 / 6),
        Outage(hops=("integration>inventory",), from_h=_NIGHT_H - 0.2, until_h=_MORNING_H),
    ),
    expects={"P09": 3000},
)
"""ERP and billing are away from five in the evening until after the night's cut, so the cut lacks
the evening; then inventory is away, so the comparison waits for nine in the morning. It looks up
each usage of the evening, finds it, repairs nothing. Thirty times the usages of such a group stand
for a large one: a percentile of one hour needs three hundred of them."""

SHARINGS = (
    # The vendors take four calls at a time; the comparison has two more of its own, or none.
    Sharing(
        "reconciliation_lane",
        scenario="scenarios.ablations:LATE_BOOKS",
        hour=33,
        settings={"max_concurrency": 4},
    ),
)
"""Lanes of their own, each with the hour in which sharing one shows in the latency of usages."""

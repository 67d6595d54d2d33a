"""Safeguards of the reference, each with the trouble that shows its absence and who must find it.

Stated before anything has run; `testbed ablate` prints what was found beside it.
"""

from __future__ import annotations

from sim.experiment.ablation import Ablation

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
)

UNSHOWN = {
    "local_cut_off": "no scenario has an invoice arrive in the last evening of a month",
}
"""Safeguards whose absence no scenario shows, and why."""

"""C13: a few messages can never be processed, and others of the same documents stand behind them.

Stands for a record with a damaged encoding after an import: one event in twelve cannot be read,
however often it comes, until the vendor's support mends the record in the evening. Versions of the
same supplier, order or invoice wait behind it, all others must not.

A weak integration tries the poison for ever and blocks the line (head-of-line blocking), drops it,
or lets the next version overtake it. `loss`, `order` and `staleness` tell, with `exceptions` and
the latency of the flows that had no poison at all.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f19_poison import Poison

POISON_MESSAGE = Scenario(
    name="poison_message",
    circumstance="C13",
    title="Messages that cannot be processed",
    first_day=date(2026, 4, 14),
    days=3,
    expects={"P04": 8, "P06": 8, "P08": 5, "P09": 220},
    faults=(Poison(probability=0.08, from_h=6, until_h=42, mended_after_h=10.0),),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("poison_message")

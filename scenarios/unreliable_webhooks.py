"""C08: webhooks come twice, late, out of order, or not at all for a while.

Stands for senders that promise "at least once, in no order": common webhook services retry whatever
was not acknowledged within seconds, several workers send at once, and a deployment of the sender's
gateway lets none through for two hours. A tenth of all deliveries is doubled, a third is held for
up to two hours, one in twenty gets lost on its way.

A weak integration posts twice, lets an old version overwrite a newer one, or loses what the sender
gave up. `duplicates`, `staleness`, `loss` tell, with `duplicates_absorbed` and latency per flow.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f01_duplicate import Duplicate
from sim.faults.f02_out_of_order import OutOfOrder
from sim.faults.f03_lost import RequestLost
from sim.faults.f04_ack_lost import AckLost
from sim.faults.f46_outage import Outage

ARRIVING = ("*>integration",)

UNRELIABLE_WEBHOOKS = Scenario(
    name="unreliable_webhooks",
    circumstance="C08",
    title="Webhooks without order",
    first_day=date(2026, 4, 14),
    days=3,
    expects={"P04": 8, "P06": 8, "P08": 5, "P09": 220},
    faults=(
        Outage(hops=ARRIVING, from_h=33, until_h=35),
        RequestLost(hops=ARRIVING, probability=0.05),
        AckLost(hops=ARRIVING, probability=0.05),
        Duplicate(probability=0.1),
        OutOfOrder(probability=0.3, hold_s=7200.0),
    ),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("unreliable_webhooks")

"""C06: the ERP is away for a working morning, faulty until the evening, and slow until the night.

Stands for an unplanned outage of the cloud ERP: connections are refused from nine to one, then its
application servers come back one by one, answer with errors (some after they committed) until
seven, and slowly until eleven. Hospitals go on: supplies are used, received, ordered.

A weak integration drops what it could not post, gives up its retries before the ERP is back, or
posts twice what had been committed behind an error. `loss` and `duplicates` tell, with the backlog
over time, latency of P09 and P06 (cost and accrual wait), `variance_to_zero` after the outage.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f04_ack_lost import AckLost
from sim.faults.f10_server_errors import ServerErrors
from sim.faults.f11_slow import Slow
from sim.faults.f46_outage import Outage

ERP = ("integration>erp",)

ERP_OUTAGE = Scenario(
    name="erp_outage",
    circumstance="C06",
    title="A morning without the ERP",
    first_day=date(2026, 4, 14),
    days=3,
    expects={"P04": 8, "P06": 8, "P08": 5, "P09": 220},
    faults=(
        Outage(hops=ERP, from_h=9, until_h=13),
        ServerErrors(hops=ERP, from_h=13, until_h=19, probability=0.4),
        AckLost(hops=ERP, from_h=13, until_h=19, probability=0.3),
        Slow(hops=ERP, from_h=19, until_h=23, factor=20.0),
    ),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("erp_outage")

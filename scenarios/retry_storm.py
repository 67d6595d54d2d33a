"""C14: half an hour without the ERP in the busiest hour, before a server with a third to spare.

Stands for the retry storms that follow short outages. The ERP of this tenant works on two calls at
a time, 6.2 s each: 1,160 an hour. In the busy hours it is asked 600 to 750 times, up to 65 % of
that. A restart at nine leaves what half an hour of usages owed, beside what goes on to come.

A weak integration sends all of it at once, gives each call up after half a minute and sends it
again, while the server still works on what was given up: offered load stays above what it can do
long after the outage (metastable), and most of its work is for nobody. `goodput` (attempts for
each effect, wasted share, until when it was overloaded), queue depth and latency of P09 tell;
`loss`, `liveness`, and `duplicates` where each attempt is posted, find what it did.

Who is careful keeps no more calls there than it answers within the time-out: eight calls of 6.2 s,
two at a time, take 25 s of 30. `usages_per_bed_month` is sixty times that of such a group,
so that half a minute holds several calls; capacity is stated for a scale of 0.02 and grows with it.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f46_outage import Outage

ERP = ("integration>erp",)

RETRY_STORM = Scenario(
    name="retry_storm",
    circumstance="C14",
    title="A short outage before a server with little to spare",
    first_day=date(2026, 4, 14),
    days=1,
    parameters={"usages_per_bed_month": 7020.0},
    expects={"P09": 6000},
    faults=(Outage(hops=ERP, from_h=9, until_h=9.5, workers=2, work_s=6.2, places=60),),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("retry_storm")

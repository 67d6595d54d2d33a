"""C07: vendors in the cloud limit calls, and their limits bind in the busy hours.

Stands for a tenant that has outgrown its plan: procurement, the ERP and billing stand behind the
gateways of common vendors (rates, calls in flight, small pages, no push from procurement, hardly
any idempotency key), and from eight to six a share of calls is answered 429, one answer in five
without Retry-After.

A weak integration hammers, which prolongs it, treats 429 as an error, or lets one busy system stop
what is meant for others. `loss` tells, with latency per flow, `throughput` (retries), API latency.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f09_throttled import Throttled

VENDOR_THROTTLING = Scenario(
    name="vendor_throttling",
    circumstance="C07",
    title="Vendors' limits in the busy hours",
    first_day=date(2026, 4, 14),
    days=3,
    profiles={"erp": "workday", "procurement": "coupa", "billing": "netsuite"},
    expects={"P04": 8, "P06": 8, "P08": 5, "P09": 220},
    faults=tuple(
        Throttled(from_h=24 * day + 8, until_h=24 * day + 18, probability=0.4, retry_after_s=60)
        for day in range(3)
    ),
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("vendor_throttling")

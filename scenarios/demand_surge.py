"""C10: a respiratory season: weeks in which more patients come, are admitted, and use far more.

Stands for the winters in which influenza and its like fill emergency departments: visits rise to
more than twice the usual, a fifth of those are admitted, the items that such patients need are used
at several times their rate, and busy nurses note more usages hours late. Shelves run empty between
the morning scans: what cannot wait is requested at once, in one requisition after the other.

A weak integration queues usages behind usages until charges are late or lost, doubles an urgent
proposal that it was slow to confirm, drops what it cannot map at speed. Latency of P09 with P11 at
the height against before, `loss`, backlog by its age, late charges and `charge_capture` tell, with
the world's notes `stock_out`. How strong, how long: `surge_*`, `influenza_surge` and
`stock_use_shock` in the calibration.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario

DEMAND_SURGE = Scenario(
    name="demand_surge",
    circumstance="C10",
    title="Weeks of a respiratory season",
    first_day=date(2026, 1, 5),
    days=16,
    parties=("ehr", "replenishment"),
    parameters={
        "surge_days": 12.0,
        "influenza_surge": 2.5,
        "stock_use_shock": 1.0,
        "surge_late_bookings": 3.0,
    },
    expects={"P04": 60, "P06": 150, "P09": 2000, "P10": 1500, "P11": 60},
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("demand_surge")

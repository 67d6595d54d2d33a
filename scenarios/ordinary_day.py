"""C01: two ordinary working days in the middle of a month.

Stands for the time in which nothing special happens: patients come, supplies are used, shelves are
refilled at dawn, deliveries arrive, yesterday's invoices are paid at two. A weak integration fails
here already where it confuses units, loses a charge code or posts under the wrong facility; the
checkers of missing, duplicate or wrong effects tell, with the latency of usage to charge (P09).
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario

ORDINARY_DAY = Scenario(
    name="ordinary_day",
    circumstance="C01",
    title="Two ordinary working days",
    first_day=date(2026, 4, 14),
    days=2,
    expects={"P04": 5, "P06": 5, "P08": 5, "P09": 150},
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("ordinary_day")

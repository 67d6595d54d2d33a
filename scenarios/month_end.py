"""C02: a whole April with its close, until all of it should have arrived.

Stands for the month-end spike: suppliers hurry their invoices in the last days, late usages or
receipts are booked after midnight, accountants post several times the usual journals, the period
is soft-closed at half past midnight, then closed between the third business day and the sixth. The
hospitals lie in two time zones, so the month ends twice.

A weak integration posts into the wrong period around midnight, is refused by a closed one, doubles
invoices when it retries under load, or submits totals that lack what is still in flight. Variance
by system pair over time, its cause `period`, the day of the close (world note `period_close`) tell,
with latency per flow before against during the spike. How strong the spike is, on which
business days, is data: `spike_*` in `sim/world/calibration.toml`.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario

MONTH_END = Scenario(
    name="month_end",
    circumstance="C02",
    title="A month and its close",
    first_day=date(2026, 4, 1),
    days=42,
    closes=("2026-04",),
    expects={
        "P01": 40,
        "P03": 80,
        "P04": 200,
        "P06": 700,
        "P07": 250,
        "P08": 200,
        "P09": 3000,
        "P13": 6,
    },
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("month_end")

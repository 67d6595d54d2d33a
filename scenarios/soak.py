"""C16: a year of ordinary life, in virtual time.

Stands for what only shows after months: tables that grow without bound, retention that deletes too
early, key stores that forget before a late repeat, daylight saving time in spring and autumn,
twelve closes, the turn of the contract year. The year begins on 1 July, as many hospitals' does.

A weak integration slows down month by month, forgets what it has seen, or runs a nightly job twice
or never when the clocks change. Every checker tells, with storage and latency over time. A small
group suffices: time is what is tested.
"""

from __future__ import annotations

from datetime import date

from scenarios.contract_repricing import reprice
from sim.experiment.scenario import Scenario

SOAK = Scenario(
    name="soak",
    circumstance="C16",
    title="A year of ordinary life",
    first_day=date(2026, 7, 1),
    days=375,
    closes=tuple(f"{2026 + (m > 12)}-{(m - 1) % 12 + 1:02d}" for m in range(7, 19)),
    expects={
        "P01": 400,
        "P03": 1500,
        "P04": 2000,
        "P06": 6000,
        "P07": 2500,
        "P08": 2000,
        "P09": 28000,
        "P13": 72,
    },
    process=reprice,
    is_steady=True,
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("soak")

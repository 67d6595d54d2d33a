"""C02 at its worst: December closes with quarter and year while 1 January brings new prices.

Stands for the days that interface teams dread: the year's last close, with twice the journals of
another month end, invoices hurried in before the books close, most contracts repriced on the same
midnight (C05) in two time zones, and receipts of December that are booked in January.

A weak integration dates a price or a posting by its own clock, is refused by a closed period and
gives up, or lets charges wait behind the wave of prices. `variance` (cause `period`), `staleness`,
`loss` tell, with the day of the close (`period_close`), latency before against during the spike.
"""

from __future__ import annotations

from datetime import date

from scenarios.contract_repricing import reprice
from sim.experiment.scenario import Scenario

YEAR_END = Scenario(
    name="year_end",
    circumstance="C02",
    title="The close of the year with the repricing on top",
    first_day=date(2026, 12, 1),
    days=45,
    closes=("2026-12",),
    parameters={"spike_journals": 8.0, "spike_invoices": 2.0},
    expects={
        "P01": 40,
        "P03": 500,
        "P04": 200,
        "P06": 700,
        "P07": 250,
        "P08": 200,
        "P09": 3000,
        "P13": 6,
    },
    process=reprice,
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("year_end")

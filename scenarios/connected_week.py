"""C01 with everybody at work: a week in which all parties of the group take part.

Stands for an ordinary week as the interface team sees it: beside the five systems there are the
EHR, payers, the bank, suppliers with their EDI, the warehouse, feeds at night, an acquired company
that is being taken in. All process types arise but the close (P13); denials of supply lines (P15)
are rare, so that a longer run (`month_end --parties all`) is the place to study their lineage. A
weak integration shows which flows it never connected: each is a loss with its documents named.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.world.parties import PARTIES

CONNECTED_WEEK = Scenario(
    name="connected_week",
    circumstance="C01",
    title="A week with all parties",
    first_day=date(2026, 4, 13),
    days=7,
    parties=tuple(PARTIES),
    expects={
        "P01": 40,
        "P02": 8,
        "P03": 120,
        "P04": 80,
        "P05": 100,
        "P06": 100,
        "P07": 100,
        "P08": 80,
        "P09": 500,
        "P10": 1500,
        "P11": 100,
        "P14": 300,
        "P16": 10,
        "P17": 50,
        "P19": 20,
    },
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("connected_week")

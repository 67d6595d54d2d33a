"""C17: flows move one by one from point-to-point interfaces to the reference, within three weeks.

Stands for a modernisation in waves: what wraps the legacy systems (S07, S08) is new from the first
day, with the vendors that they share (P01); then every other working day the next flow moves, and
what is under way at that moment is finished where it began. Deliveries come twice and answers get
lost all the while (F01, F04). Run it against `modernising`, which reads WAVES: until its move a
flow has the old interfaces' duplicates, afterwards none, and no document falls between the two or
into both. `obligations_over_time` tells by flow and day, with `latency_over_time`. A weak move
serves an event twice at the change, or finishes here what began there. Against any other
integration it is three weeks of light trouble.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.faults.f01_duplicate import Duplicate
from sim.faults.f04_ack_lost import AckLost

WAVES = {
    "P01": date(2026, 4, 6),
    "P03": date(2026, 4, 9),
    "P04": date(2026, 4, 13),
    "P06": date(2026, 4, 15),
    "P09": date(2026, 4, 17),
    "P07": date(2026, 4, 21),
    "P08": date(2026, 4, 23),
}
"""Flow -> the day on whose morning it moves. What is not named has no old interface, or stays."""

MODERNISATION = Scenario(
    name="modernisation",
    circumstance="C17",
    title="A modernisation in waves",
    first_day=date(2026, 4, 6),
    days=21,
    parties=("acquisition", "legacy_erp", "legacy_materials"),
    parameters={"acquisition_cut_over_day": 30.0},
    faults=(Duplicate(probability=0.02), AckLost(probability=0.01)),
    settings={"moves": ",".join(f"{flow}:{day}" for flow, day in WAVES.items())},
    expects={"P01": 150, "P04": 250, "P06": 700, "P07": 200, "P08": 200, "P09": 3000, "P14": 500},
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("modernisation")

"""F35: the ERP counts boxes otherwise than the stores do, until a steward corrects its packs."""

from __future__ import annotations

import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import run
from tests.couriers.house import outcomes
from tests.integration.reference.runs import judged

SCALE = 0.005


@pytest.mark.parametrize("faults", ["F35@mild", "F35@harsh", "F35@rough+F24@rough"])
def test_no_quantity_is_posted_wrongly_and_nothing_stays_held(faults: str) -> None:
    found = judged((), scale=SCALE, faults=faults)
    assert outcomes(found) == {}
    items = found.history.items
    held = items[items["type"] == "pack_in_doubt"]
    assert len(held), "orders came before the steward"
    assert set(held["owner"]) == {"master data desk"}


def test_the_steward_is_asked_before_anything_is_ordered() -> None:
    history = judged((), scale=SCALE, faults="F35@harsh").history
    asked = history.items[history.items["type"] == "master_data_doubt"]
    orders = history.effects[history.effects["f"] == "procurement.order"]
    assert asked["opened_us"].min() < orders["t_us"].min()


def test_without_the_stimulus_nobody_doubts_a_pack() -> None:
    items = judged((), scale=SCALE).history.items
    assert not items["type"].isin(("pack_in_doubt",)).any()


def test_who_converts_blindly_is_caught() -> None:
    request = RunRequest("ordinary_day", "point_to_point", scale=SCALE, faults="F35@mild")
    found = run(build_spec(request), new_integration("point_to_point"), None)
    assert set(outcomes(found)) == {"consistency", "variance"}

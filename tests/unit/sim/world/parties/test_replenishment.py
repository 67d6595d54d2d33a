"""What the replenishment remembers of its shelves; how a truck and its announcement meet."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.parties.replenishment.shelves import Place, Shelves
from sim.world.warehouse_rows import items, skus


@pytest.fixture(scope="module")
def enterprise() -> Enterprise:
    calendar = Calendar(date(2026, 4, 14))
    return build_enterprise(Streams(1), load_parameters(), 0.02, calendar)


@pytest.fixture
def shelves(enterprise: Enterprise) -> Shelves:
    return Shelves(enterprise)


@pytest.fixture
def place(shelves: Shelves) -> Place:
    """A shelf with a reorder point and some stock."""
    return next(p for p, s in shelves.by_place.items() if s.reorder_qty > 6 and s.opening_qty > 6)


def proposed(shelves: Shelves, place: Place, units: int, eaches: int) -> list[dict[str, Any]]:
    line = {"location": place[0], "item_id": place[1], "wanted_qty": eaches}
    number = shelves.by_place[place].item
    return [{**line, "erp_item_number": number, "qty_purchase": units}]


def test_a_shelf_is_urgent_below_a_third_of_its_reorder_point(
    shelves: Shelves, place: Place
) -> None:
    shelf = shelves.by_place[place]
    shelves.counted(place, shelf.reorder_qty)
    enough = shelf.reorder_qty - shelf.reorder_qty // 3
    assert not shelves.used(place, enough - 1 - (shelf.reorder_qty % 3 > 0))
    assert shelves.used(place, 2)


def test_what_is_on_its_way_is_not_urgent(shelves: Shelves, place: Place) -> None:
    shelves.proposed("RP-1", proposed(shelves, place, 1, 1), in_units=True)
    assert shelves.is_open(place)
    assert not shelves.used(place, shelves.by_place[place].opening_qty)


def test_a_proposal_is_filled_when_everything_came(
    shelves: Shelves, place: Place, enterprise: Enterprise
) -> None:
    factor = enterprise.item(shelves.by_place[place].item).factor
    shelves.proposed("RP-1", proposed(shelves, place, 2, 1), in_units=True)
    assert shelves.arrived(place, 2 * factor - 1) == ""
    assert shelves.arrived(place, 1) == "RP-1"
    shelves.closed("RP-1")
    assert not shelves.is_open(place)
    assert shelves.arrived(place, 5) == ""


def test_a_line_that_will_not_come_ends_a_proposal_too(shelves: Shelves, place: Place) -> None:
    shelves.proposed("RP-1", proposed(shelves, place, 1, 9), in_units=False)
    assert shelves.open_number(place) == "RP-1"
    assert shelves.arrived(place, 4) == ""
    assert shelves.given_up(place) == "RP-1"


def test_a_proposal_is_overdue_until_it_is_closed(shelves: Shelves, place: Place) -> None:
    shelves.proposed("RP-1", proposed(shelves, place, 1, 9), in_units=False)
    shelves.waits_since("RP-1", 100.0)
    assert (shelves.overdue(100.0), shelves.overdue(101.0)) == ([], ["RP-1"])
    shelves.closed("RP-1")
    assert shelves.overdue(101.0) == []


def test_use_far_above_the_usual_is_told_once(shelves: Shelves, place: Place) -> None:
    shelf = shelves.by_place[place]
    shelves.used(place, 2 + round(9 * shelf.daily_use))
    shelves.used(("H99-OR", "IV-9"), 50)
    assert list(shelves.used_much(shelf.facility, 3.0)) == [place]
    assert list(shelves.used_much(shelf.facility, 3.0)) == []


def test_the_warehouse_has_numbers_of_its_own_for_what_is_no_implant(
    enterprise: Enterprise,
) -> None:
    numbers = skus(enterprise)
    assert len(set(numbers.values())) == len(numbers) > 10
    assert not any(enterprise.item(number).implant for number in numbers)
    assert [row["PART_NO"] for row in items(enterprise)] == list(numbers)

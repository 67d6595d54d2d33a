"""A replenishment lists what one reason needs, once, in whole purchase units (P11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


@pytest.fixture(autouse=True)
def shelves(house: House) -> None:
    row = {"location": "H01-OR", "item_id": "IV-000001", "par_qty": 60, "reorder_qty": 100}
    house.system.load("pars", [row])
    house.stock("H01-OR", "IV-000001", 20)
    house.stock("H01-OR", "IV-000002", 10, "A")


def generate(house: House, reason: str, **more: Any) -> dict[str, Any]:
    return house.call("generate_replenishment", facility="H01", reason=reason, **more)


def lines(answer: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    return [
        (line["item_id"], line["wanted_qty"], line["qty_purchase"], line["needed_on"])
        for line in answer["lines"]
    ]


def test_par_proposes_short_shelves_in_whole_purchase_units(house: House) -> None:
    answer = generate(house, "par")
    assert lines(answer) == [("IV-000001", 100, 2, "")]
    assert house.data("inventory.replenishment.proposed") == [answer]
    assert house.of_kind("inventory.replenishment")[0].facts["reason"] == "par"


def test_a_shelf_is_not_proposed_again_while_something_is_coming(house: House) -> None:
    made = generate(house, "par")["replenishment_id"]
    par = {"facility": "H01", "reason": "par"}
    assert house.refusal("generate_replenishment", **par) == (409, "NOTHING_NEEDED")
    house.call("close_replenishment", replenishment_id=made, outcome="cancelled")
    assert lines(generate(house, "par"))


def test_the_order_comes_back_with_its_date(house: House) -> None:
    made = {"replenishment_id": generate(house, "par")["replenishment_id"]}
    filled = {**made, "outcome": "filled"}
    assert house.refusal("close_replenishment", **filled) == (409, "ILLEGAL_STATE")
    body = {**made, "requisition": "REQ-1", "expected_on": "20260420"}
    assert house.call("confirm_replenishment", **body)["status"] == "ordered"
    before = house.snapshot()
    house.call("confirm_replenishment", **body)
    assert house.snapshot() == before
    other = {**body, "requisition": "REQ-2"}
    assert house.refusal("confirm_replenishment", **other) == (409, "NOT_PROPOSED")
    house.call("confirm_replenishment", **{**body, "expected_on": "20260422"})
    house.call("close_replenishment", **filled)
    closed = house.call("get_replenishment", **made)
    assert (closed["status"], closed["expected_on"]) == ("closed", "20260422")


def test_the_schedule_proposes_what_procedures_need_beyond_stock(house: House) -> None:
    for n, day in enumerate(("20260416", "20260415", "20260430")):
        needs = [{"item_id": "IV-000002", "qty": 8}]
        body = {"procedure_id": f"P{n}", "location": "H01-OR", "scheduled_on": day}
        house.call("schedule_procedure", **body, needs=needs)
    answer = generate(house, "schedule", until="20260417")
    assert lines(answer) == [("IV-000002", 6, 1, "20260415")]
    again = {"facility": "H01", "reason": "schedule", "until": "20260417"}
    assert house.refusal("generate_replenishment", **again) == (409, "NOTHING_NEEDED")
    house.call("cancel_procedure", procedure_id="P2", location="H01-OR")
    again["until"] = "20260501"
    assert house.refusal("generate_replenishment", **again) == (409, "NOTHING_NEEDED")


def test_consumption_proposes_what_was_used_since_the_last_list(house: House) -> None:
    house.use("IV-000002", 3)
    house.use("IV-000002", 4)
    assert lines(generate(house, "consumption")) == [("IV-000002", 7, 1, "")]
    house.use("IV-000002", 1)
    assert lines(generate(house, "consumption")) == [("IV-000002", 1, 1, "")]


def test_an_emergency_names_its_lines(house: House) -> None:
    line = {"location": "H01-OR", "item_id": "IV-000003", "qty": 3}
    assert lines(generate(house, "emergency", lines=[line])) == [("IV-000003", 3, 2, "")]
    bare = {"facility": "H01", "reason": "emergency"}
    assert house.refusal("generate_replenishment", **bare) == (422, "LINES_OF_EMERGENCY")
    par = {"facility": "H01", "reason": "par", "until": "20260501"}
    assert house.refusal("generate_replenishment", **par) == (422, "UNTIL_OF_SCHEDULE")


def test_an_instance_sees_its_own_locations(house: House) -> None:
    lab = dict(zip(LOCATION, ("H01", "H01-CATH", "CATH", "CC-1", GLN, CHICAGO), strict=True))
    house.system.load("locations", [{**lab, "instance": "cardiology"}])
    row = {"location": "H01-CATH", "item_id": "IV-000003", "par_qty": 2, "reorder_qty": 2}
    house.system.load("pars", [row])
    answer = generate(house, "par", instance="cardiology")
    assert [line["location"] for line in answer["lines"]] == ["H01-CATH"]
    listed = house.call("list_locations")["items"]
    assert [row.get("instance", "") for row in listed] == ["", "", "", "cardiology"]


LOCATION = ("facility", "location", "department", "cost_center", "gln", "time_zone")
GLN, CHICAGO = "0860000000011", "America/Chicago"

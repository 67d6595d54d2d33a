"""Stock on its way is nowhere lost: out, in transit, in, together zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

ENDS: dict[str, Any] = {"from_location": "H01-CS", "to_location": "H02-OR", "item_id": "IV-000002"}
LANE = "H01-CS>H02-OR/IV-000002/A"


@pytest.fixture
def sent(house: House) -> str:
    house.stock("H01-CS", "IV-000002", 10, "A", "20270101")
    return str(house.call("ship_transfer", **ENDS, qty=6)["transfer_id"])


def test_shipped_stock_is_in_transit_and_still_the_senders(house: House, sent: str) -> None:
    assert sent == "TS-00000001"
    assert house.books() == {"H01-CS/IV-000002/A": 4, LANE: 6}
    assert house.book("inventory.in_transit") == {LANE: 6}
    assert sum(house.moved().values()) == 0
    assert {effect.facility for effect in house.effects} == {"H01"}


def test_it_arrives_in_parts(house: House, sent: str) -> None:
    first = house.call("receive_transfer", transfer_id=sent, qty=4)
    assert (first["status"], first["in_transit_qty"]) == ("in_transit", 2)
    last = house.call("receive_transfer", transfer_id=sent, qty=2)
    assert last["status"] == "received"
    assert house.books() == {"H01-CS/IV-000002/A": 4, "H02-OR/IV-000002/A": 6}
    assert sum(house.moved().values()) == 0
    assert house.call("get_transfer", transfer_id=sent) == last
    kinds = [event.type for event in house.events]
    assert kinds == ["inventory.transfer.shipped"] + ["inventory.transfer.received"] * 2


def test_what_is_lost_on_the_way_is_an_adjustment(house: House, sent: str) -> None:
    body = {"transfer_id": sent, "qty": 4, "lost_qty": 2}
    assert house.refusal("receive_transfer", **body) == (422, "REASON_REQUIRED")
    answer = house.call("receive_transfer", **body, reason="truck accident")
    assert (answer["status"], answer["lost_qty"]) == ("received", 2)
    (lost,) = house.of_kind("inventory.adjustment")
    assert (lost.quantity, lost.facts["location"]) == (-2, "H01-CS>H02-OR")
    assert house.book("inventory.in_transit") == {}


@pytest.mark.parametrize(("qty", "lost_qty"), [(7, 0), (0, 0), (6, 1)])
def test_no_more_arrives_than_is_on_its_way(
    house: House, sent: str, qty: int, lost_qty: int
) -> None:
    body = {"transfer_id": sent, "qty": qty, "lost_qty": lost_qty, "reason": "?"}
    assert house.refusal("receive_transfer", **body) == (409, "NOT_IN_TRANSIT")


def test_a_transfer_needs_two_ends_and_stock(house: House, sent: str) -> None:
    same = {**ENDS, "to_location": "H01-CS", "qty": 1}
    assert house.refusal("ship_transfer", **same) == (422, "SAME_LOCATION")
    assert house.refusal("ship_transfer", **ENDS, qty=5) == (409, "INSUFFICIENT_STOCK")
    unknown = {"transfer_id": "TS-9", "qty": 1}
    assert house.refusal("receive_transfer", **unknown) == (404, "UNKNOWN_TRANSFER")
    assert sent

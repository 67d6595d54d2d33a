"""A recalled lot is set aside wherever it stands or arrives; its usages are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


@pytest.fixture
def recall(house: House) -> str:
    for location, qty in (("H01-OR", 5), ("H01-CS", 4), ("H02-OR", 3)):
        house.stock(location, "IV-000003", qty, "BAD", "20270101")
    house.stock("H01-OR", "IV-000003", 2, "GOOD", "20280101")
    ends = {"from_location": "H01-CS", "to_location": "H01-OR", "item_id": "IV-000003"}
    house.call("ship_transfer", **ends, qty=1)
    house.use("IV-000003", 1, encounter_id="ENC-1")
    answer = house.call("recall_lot", item_id="IV-000003", lot="BAD", reason="cracks")
    return str(answer["recall_id"])


def test_all_stock_of_the_lot_is_set_aside_and_still_on_hand(house: House, recall: str) -> None:
    (event,) = house.data("inventory.lot.recalled")
    assert event["recall_id"] == recall
    aside = {line["location"]: line["qty"] for line in event["quarantined"]}
    assert aside == {"H01-OR": 4, "H01-CS": 3, "H02-OR": 3, "H01-CS>H01-OR": 1}
    held = house.book("inventory.quarantined")
    assert sum(held.values()) == 11
    assert held.items() <= house.books().items()
    assert [effect.quantity for effect in house.of_kind("inventory.quarantine")] == [4, 3, 3, 1]


def test_the_usages_of_the_lot_are_listed_with_their_encounters(house: House, recall: str) -> None:
    (usage,) = house.call("get_recall", recall_id=recall)["usages"]
    assert (usage["usage_id"], usage["encounter_id"], usage["qty"]) == ("US-00000001", "ENC-1", 1)


def test_nobody_gets_the_lot_any_more(house: House, recall: str) -> None:
    assert house.use("IV-000003", 2)["lot"] == "GOOD"
    body = {"facility": "H01", "location": "H01-OR", "item_id": "IV-000003", "qty": 1}
    assert house.refusal("record_usage", **body) == (409, "LOT_RECALLED")
    assert house.refusal("record_usage", **body, lot="BAD") == (409, "LOT_RECALLED")
    assert recall


def test_what_arrives_later_is_set_aside_too(house: House, recall: str) -> None:
    house.receive("IV-000003", 6, lot="BAD")
    house.call("receive_transfer", transfer_id="TS-00000001", qty=1)
    house.call("return_usage", usage_id="US-00000001", qty=1, reason="explanted")
    assert house.book("inventory.quarantined")["H01-OR/IV-000003/BAD"] == 4 + 6 + 1 + 1
    stock = house.call("get_stock", location="H01-OR", item_id="IV-000003")
    assert (stock["on_hand"], stock["quarantined"][0]["qty"]) == (2, 12)
    assert recall


def test_a_recalled_lot_can_be_thrown_away(house: House, recall: str) -> None:
    body = {"location": "H01-OR", "item_id": "IV-000003", "lot": "BAD", "reason": "recalled"}
    house.call("record_waste", **body, qty=4)
    assert "H01-OR/IV-000003/BAD" not in house.books()
    assert recall


def test_a_shelf_emptied_by_a_recall_is_below_par(house: House) -> None:
    par = {"location": "H01-OR", "item_id": "IV-000003", "par_qty": 3, "reorder_qty": 3}
    house.stock("H01-OR", "IV-000003", 5, "BAD")
    house.system.load("pars", [par])
    house.call("recall_lot", item_id="IV-000003", lot="BAD", reason="cracks")
    assert house.call("list_below_par", facility="H01")["items"][0]["on_hand"] == 0


def test_a_released_lot_is_used_again(house: House, recall: str) -> None:
    house.call("release_lot", recall_id=recall, reason="tested")
    assert house.book("inventory.quarantined") == {}
    assert house.use("IV-000003")["lot"] == "BAD"
    assert house.data("inventory.lot.released")[0]["status"] == "released"
    again = {"recall_id": recall, "reason": "tested"}
    assert house.refusal("release_lot", **again) == (409, "RECALL_RELEASED")
    assert not [effect for effect in house.of_kind("inventory.movement") if "BAD" not in effect.key]


def test_a_lot_is_recalled_once_and_must_be_known(house: House, recall: str) -> None:
    body = {"item_id": "IV-000003", "reason": "cracks"}
    assert house.refusal("recall_lot", **body, lot="BAD") == (409, "LOT_RECALLED")
    assert house.refusal("recall_lot", **body, lot="ODD") == (422, "UNKNOWN_LOT")
    assert recall


def test_a_recall_is_found_and_known_by_the_number_of_whoever_recalls(house: House) -> None:
    for lot in ("B1", "B2"):
        house.stock("H01-OR", "IV-000003", 5, lot)
        body = {"item_id": "IV-000003", "lot": lot, "reason": "cracks", "reference": "Z-1"}
        house.call("recall_lot", **body)
    house.stock("H01-CS", "IV-000003", 2, "B3")
    house.call("recall_lot", item_id="IV-000003", lot="B3", reason="cracks")
    found = house.call("find_recalls", reference="Z-1")["recalls"]
    assert [one["lot"] for one in found] == ["B1", "B2"]
    assert house.call("find_recalls", reference="Z-9")["recalls"] == []
    item = found[0]["erp_item_number"]
    keys = [effect.key for effect in house.of_kind("inventory.recall")]
    assert keys == [f"Z-1/{item}/B1", f"Z-1/{item}/B2", "RL-00000003"]


def test_what_was_set_aside_and_who_is_affected_stands_with_the_recall(house: House) -> None:
    house.stock("H01-OR", "IV-000003", 5, "B1")
    house.use("IV-000003", 2, encounter_id="ENC-1")
    house.call("recall_lot", item_id="IV-000003", lot="B1", reason="cracks", reference="Z-1")
    (effect,) = house.of_kind("inventory.recall")
    assert effect.facts["quarantined"] == 3
    assert effect.facts["usages"] == [("US-00000001", 2)]

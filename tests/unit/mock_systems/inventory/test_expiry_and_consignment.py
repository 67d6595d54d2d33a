"""Expired lots stay on the shelf when so set; consigned goods ask for an order when used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

HIP: dict[str, Any] = {"facility": "H01", "location": "H01-OR", "item_id": "IV-000003", "qty": 1}


def test_an_expired_lot_is_issued_unless_the_setting_forbids_it(house: House) -> None:
    house.stock("H01-OR", "IV-000003", 2, "OLD", "20260413")
    assert house.call("record_usage", **HIP)["lot"] == "OLD"
    house.system.load("settings", [{"block_expired": True}])
    assert house.refusal("record_usage", **HIP) == (409, "LOT_EXPIRED")
    assert house.refusal("record_usage", **HIP, lot="OLD") == (409, "LOT_EXPIRED")
    house.stock("H01-OR", "IV-000003", 2, "NEW", "20260414")
    assert house.call("record_usage", **HIP)["lot"] == "NEW"
    assert house.call("record_usage", **HIP, performed_at="20260413235959")["lot"] == "OLD"


def test_consigned_goods_are_on_hand_but_the_suppliers(house: House) -> None:
    house.stock("H01-OR", "IV-000003", 1, "OURS")
    house.receive("IV-000003", 3, lot="THEIRS", consignor="30000123")
    assert house.books()["H01-OR/IV-000003/THEIRS"] == 3
    assert house.book("inventory.consigned") == {"H01-OR/IV-000003/THEIRS": 3}
    assert house.call("get_item", item_id="IV-000003")["consigned_lots"] == {"THEIRS": "30000123"}


def test_usage_of_consigned_goods_asks_for_a_bill_only_order(house: House) -> None:
    house.receive("IV-000003", 3, lot="THEIRS", consignor="30000123")
    usage = house.call("record_usage", **HIP, encounter_id="ENC-1")
    (event,) = house.data("inventory.consignment.used")
    assert event == {**usage, "serial": "", "supplier": "30000123", "cost_center": "CC-1010"}
    (effect,) = house.of_kind("inventory.consignment_usage")
    assert (effect.key, effect.quantity, effect.period) == (usage["usage_id"], 1, "2026-04")
    assert house.of_kind("inventory.usage")[0].facts["consignor"] == "30000123"


def test_a_usage_of_own_goods_asks_for_none(house: House) -> None:
    house.stock("H01-OR", "IV-000003", 1, "OURS")
    house.call("record_usage", **HIP)
    assert not house.data("inventory.consignment.used")


@pytest.mark.parametrize(
    ("line", "po_number", "refusal"),
    [
        ({"consignor": "S", "lot": "A"}, "PO-1", (422, "CONSIGNMENT_WITH_ORDER")),
        ({"consignor": "S", "item_id": "IV-000001"}, "", (422, "CONSIGNMENT_NEEDS_LOT")),
        ({"consignor": "S", "lot": "OURS"}, "", (409, "OWNERSHIP_MISMATCH")),
    ],
)
def test_a_receipt_that_confuses_owners_is_refused(
    house: House, line: dict[str, Any], po_number: str, refusal: tuple[int, str]
) -> None:
    house.stock("H01-OR", "IV-000003", 1, "OURS")
    body = {"item_id": "IV-000003", "qty": 1, "uom": "EA", **line}
    receipt = {"facility": "H01", "location": "H01-OR", "po_number": po_number, "lines": [body]}
    assert house.refusal("record_receipt", **receipt) == refusal


def test_one_receipt_cannot_give_a_lot_two_owners(house: House) -> None:
    line = {"item_id": "IV-000003", "qty": 1, "uom": "EA", "lot": "N"}
    lines = [line, {**line, "consignor": "S"}]
    body = {"facility": "H01", "location": "H01-OR", "lines": lines}
    assert house.refusal("record_receipt", **body) == (409, "OWNERSHIP_MISMATCH")

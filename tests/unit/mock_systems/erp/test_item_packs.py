"""A pack that the ERP has wrong is corrected there, and what is on order is counted anew."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOXED, LOOSE, Desk, order_body, receipt_body

BOX_OF_20: dict[str, Any] = {"UOMCode": "BX", "Factor": 20}


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


def quantities(desk: Desk) -> list[float | None]:
    return [effect.quantity for effect in desk.effects("erp.accrual")]


def test_what_is_on_order_comes_in_the_corrected_pack(desk: Desk, order: str) -> None:
    answer = desk.done("correct_item_pack", ItemNumber=BOXED, PurchaseUnit=BOX_OF_20)
    assert (answer["ItemNumber"], answer["Version"]) == (BOXED, 1)
    desk.done("create_receipt", **receipt_body(order, Quantity=3))
    assert quantities(desk) == [60]
    assert (desk.balance("1310"), desk.balance("2120")) == (15000, -15000)


def test_a_line_keeps_the_pack_in_which_it_was_received(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order, Quantity=1))
    desk.done("correct_item_pack", ItemNumber=BOXED, PurchaseUnit=BOX_OF_20)
    desk.done("create_receipt", **receipt_body(order, ReceiptNumber="RC-2", Quantity=1))
    assert quantities(desk) == [10, 10]


def test_a_correction_is_recorded_and_no_news_for_others(desk: Desk) -> None:
    desk.done("correct_item_pack", ItemNumber=BOXED, PurchaseUnit=BOX_OF_20)
    (effect,) = desk.effects("erp.item_pack")
    assert (effect.key, effect.quantity, effect.uom) == (BOXED, 20, "BX/20")
    assert desk.events("erp.item.changed") == []
    (item,) = desk.done("list_items", ItemNumber=BOXED)["items"]
    assert BOX_OF_20 in item["Units"]


@pytest.mark.parametrize(
    ("item", "pack", "code"),
    [
        ("1", BOX_OF_20, "ITEM_NOT_FOUND"),
        (LOOSE, BOX_OF_20, "UOM_MISMATCH"),
        (BOXED, {"UOMCode": "EA", "Factor": 2}, "NOTHING_TO_CHANGE"),
        (BOXED, {"UOMCode": "BX", "Factor": 10}, "NOTHING_TO_CHANGE"),
    ],
)
def test_what_is_no_correction_is_refused(
    desk: Desk, item: str, pack: dict[str, Any], code: str
) -> None:
    refusal = desk.refused("correct_item_pack", ItemNumber=item, PurchaseUnit=pack)
    assert refusal.code == code

"""What came onto the shelves is laid beside what was accrued for it, line by line in EA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from integration_under_test.reference.observability.reconciliation.receipt_balances import (
    Cause,
    Line,
    verdict,
)
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal
from tests.unit.integration_under_test.reference.observability.reconciliation.nights import (
    RECEIPT,
    House,
)

NUMBER = "RC-00000002"
BOXED = {"Quantity": "1", "UOMCode": "BX"}
LOOSE = {"Quantity": "10", "UOMCode": "EA"}
"""Both are the ten EA of the receipt."""


@pytest.mark.parametrize(
    ("accrued_ea", "cause"),
    [
        ([], None),
        ([10], None),
        ([9], Cause.QUANTITY),
        ([100], Cause.QUANTITY),
        ([10, 10], Cause.DUPLICATE),
    ],
)
def test_each_way_of_being_wrong_has_a_name(accrued_ea: list[int], cause: Cause | None) -> None:
    assert verdict(Line("BU100", f"{NUMBER}/1", 10, accrued_ea)) == cause


def night(house: House, booked: Sequence[Mapping[str, Any]], receipt: Any = RECEIPT) -> None:
    """A night in which the ERP lists an accrual of the receipt."""
    house.host.systems["inventory"].plan("get_receipt", receipt)
    house.host.systems["erp"].plan("find_receipts", {"items": booked})
    house.night([], [{"Category": "RECEIPT", "Reference": NUMBER}])


@pytest.fixture
def house(host: FakeHost) -> House:
    return House(host)


@pytest.mark.parametrize("booked", [BOXED, LOOSE])
def test_an_accrual_of_what_came_is_noted_in_whatever_unit(
    house: House, booked: Mapping[str, Any]
) -> None:
    night(house, [booked])
    balance = {"received_ea": 10, "accrued_ea": 10}
    assert house.rows("receipt_balances") == {"2026-04-30/BU100": balance}
    assert house.host.items == {}


def test_a_line_that_is_accrued_twice_is_opened_with_amounts_and_cause(house: House) -> None:
    night(house, [BOXED, LOOSE])
    (item,) = house.host.items.values()
    assert (item.type, item.owner, item.keys) == ("reconciliation_gap", "close desk", (NUMBER,))
    assert item.reason == (
        f"{NUMBER} is accrued more than once: received 10 EA at BU100 ({NUMBER}/1); "
        "accrued 10 and 10 EA"
    )
    assert house.host.alerts.raised == [f"books_differ/erp/P13/receipt_balance/{NUMBER}"]


def test_boxes_taken_for_pieces_are_found(house: House) -> None:
    night(house, [{**BOXED, "UOMCode": "EA"}])
    (reason,) = house.reasons
    assert "accrued in another quantity: received 10 EA" in reason


def test_an_accrual_without_a_receipt_is_a_phantom(house: House) -> None:
    night(house, [BOXED], refusal("RECEIPT_NOT_FOUND", 404))
    assert house.reasons == [f"{NUMBER} is accrued without a receipt"]


def test_a_receipt_that_began_elsewhere_is_nobodys_business_here(house: House) -> None:
    night(house, [BOXED, BOXED], {**RECEIPT, "source_ref": "R-1"})
    assert house.host.items == {}


def test_a_difference_is_withdrawn_when_the_books_agree(house: House) -> None:
    night(house, [BOXED, LOOSE])
    (item_id,) = house.host.items
    night(house, [BOXED])
    assert house.host.closed == {item_id: "the books agree"}

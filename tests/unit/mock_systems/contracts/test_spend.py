"""Spend: every payment booked under its reference, as often as it is sent."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.contracts.stage import Platform, spend, usd
from tests.unit.mock_systems.procurement.stage import Body

FIND: Body = {"contractNumber": "K-1", "paymentReference": "PAY-1"}


def test_spend_is_booked_and_found() -> None:
    platform = Platform()
    booked = platform.ok("record_spend", spend("PAY-1"))
    assert platform.ok("find_spend", FIND) == {"entries": [booked]}
    assert booked["amount"] == usd("125.0000")
    (effect,) = platform.effects("contracts.spend")
    assert (effect.key, effect.amount_minor) == ("PAY-1", 12500)


def test_the_same_reference_twice_makes_two_entries() -> None:
    platform = Platform()
    for _ in range(2):
        platform.ok("record_spend", spend("PAY-1"))
    assert len(platform.ok("find_spend", FIND)["entries"]) == 2
    assert len(platform.effects("contracts.spend")) == 2


def test_the_books_show_the_spend_of_each_contract() -> None:
    platform = Platform()
    platform.drafted("K-2")
    platform.ok("record_spend", spend("PAY-1", "125.0000"))
    platform.ok("record_spend", spend("PAY-2", "0.01"))
    entries = [(e.kind, e.key, e.amount_minor) for e in platform.system.books()]
    assert entries == [
        ("contracts.spend_total", "K-1", 12501),
        ("contracts.spend_total", "K-2", 0),
    ]


def test_a_payment_never_booked_is_found_empty() -> None:
    assert Platform().ok("find_spend", FIND) == {"entries": []}


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("record_spend", spend("PAY-1", number="K-9")),
        ("find_spend", FIND | {"contractNumber": "X"}),
    ],
)
def test_an_unknown_contract_is_not_found(operation: str, body: Body) -> None:
    assert Platform().refused(operation, body).status == 404


@pytest.mark.parametrize("amount", [usd("0"), usd("1.001"), "1.00", 1.0, None, usd("1") | {"x": 1}])
def test_an_amount_that_cannot_be_spent_is_refused(amount: object) -> None:
    body = spend("PAY-1") | {"amount": amount}
    assert Platform().refused("record_spend", body).status == 422

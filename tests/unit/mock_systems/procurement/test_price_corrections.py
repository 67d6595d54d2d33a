"""Retroactive pricing: a line received in full ends at its contract's price, once (CP7)."""

from __future__ import annotations

from typing import Any

from tests.unit.mock_systems.procurement.requests import cancellation, change
from tests.unit.mock_systems.procurement.stage import Suite, line, price, prices, receipt

PO = "PO-00000001"
TEN = line("100", 10)
"""Of item 100, which contract K-1 prices at 12.50; it is ordered on 2 April."""


def received(quantity: int = 10) -> Suite:
    suite = Suite()
    suite.ordered(TEN)
    suite.ok("record_receipt", receipt(PO, quantity))
    return suite


def load(suite: Suite, amount: str, version: int = 2, start: str = "04/01/2026") -> None:
    suite.ok(
        "import_catalogue_prices", prices(version, price("100", amount, start), contract="K-1")
    )


def run(suite: Suite) -> list[Any]:
    issued: list[Any] = suite.ok("issue_price_corrections", {})["corrections"]
    return issued


def test_a_lower_price_that_came_late_is_credited() -> None:
    suite = received()
    load(suite, "11.0000")
    (correction,) = run(suite)
    assert correction["number"] == f"PC-{PO}-1-1"
    assert (correction["type"], correction["amount"]) == ("credit", "15.00")
    assert (correction["ordered-price"], correction["contract-price"]) == ("12.5000", "11.0000")
    assert (correction["quantity"], correction["issued-on"]) == (10, "04/02/2026")
    (effect,) = suite.effects("procurement.price_correction")
    assert (effect.key, effect.amount_minor, effect.facility) == (
        f"PC-{PO}-1-1",
        -1500,
        "SHIP-1001",
    )
    assert suite.events("procurement.price_correction.issued") == [correction]
    assert suite.ok("find_price_corrections", {"po-number": PO})["corrections"] == [correction]


def test_a_higher_price_that_came_late_is_debited() -> None:
    suite = received()
    load(suite, "12.6000")
    (correction,) = run(suite)
    assert (correction["type"], correction["amount"]) == ("debit", "1.00")


def test_nothing_is_corrected_twice() -> None:
    suite = received()
    load(suite, "11.0000")
    assert (len(run(suite)), run(suite)) == (1, [])
    load(suite, "11.0000", version=3)
    assert run(suite) == []


def test_a_later_version_corrects_what_is_left() -> None:
    suite = received()
    load(suite, "11.0000")
    run(suite)
    load(suite, "11.5000", version=3)
    (correction,) = run(suite)
    assert (correction["number"], correction["type"]) == (f"PC-{PO}-1-2", "debit")
    assert correction["amount"] == "5.00"


def test_what_is_still_awaited_is_corrected_once_it_came() -> None:
    suite = received(6)
    load(suite, "11.0000")
    assert run(suite) == []
    suite.ok("record_receipt", receipt(PO, 4, "RC-2"))
    (correction,) = run(suite)
    assert (correction["quantity"], correction["amount"]) == (10, "15.00")


def test_what_was_received_is_corrected_when_the_rest_is_cancelled() -> None:
    suite = received(6)
    load(suite, "11.0000")
    suite.ok("cancel_line", cancellation(PO, line_num=1))
    (correction,) = run(suite)
    assert (correction["quantity"], correction["amount"]) == (6, "9.00")


def test_a_price_of_later_days_corrects_nothing() -> None:
    suite = received()
    load(suite, "11.0000", start="04/03/2026")
    assert run(suite) == []


def test_the_price_of_another_contract_corrects_nothing() -> None:
    suite = received()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/01/2026")))
    assert run(suite) == []


def test_a_price_that_was_agreed_anew_is_no_contracts_price() -> None:
    suite = Suite()
    suite.ordered(TEN)
    suite.ok("change_order", change(PO, {"line-num": 1, "unit-price": "12.40"}))
    suite.ok("record_receipt", receipt(PO, 10))
    load(suite, "11.0000")
    assert run(suite) == []


def test_the_corrections_of_an_unknown_order_are_refused() -> None:
    refused = Suite().refused("find_price_corrections", {"po-number": "PO-9"})
    assert refused.status == 404

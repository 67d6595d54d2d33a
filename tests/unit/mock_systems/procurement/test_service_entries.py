"""Services are ordered by amount, accepted in parts, never received."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.requests import (
    cancellation,
    change,
    service,
    service_entry,
    ship_notice,
    source,
)
from tests.unit.mock_systems.procurement.stage import Suite, approval, budget, line, receipt

PO = "PO-00000001"


def ordered() -> Suite:
    """A service of 900.00 under contract K-7, with nothing accepted."""
    suite = Suite()
    suite.requisition(service())
    suite.ok("assign_source", source(supplier_id=1, contract_number="K-7"))
    suite.ok("decide_requisition", approval(1))
    suite.ok("record_budget_decision", budget(1))
    return suite


def test_a_service_is_ordered_at_its_amount_under_its_contract() -> None:
    suite = ordered()
    order = suite.ok("get_order", {"po-number": PO})
    assert (order["total"], order["contract-number"]) == ("900.00", "K-7")
    assert (order["lines"][0]["kind"], order["lines"][0]["amount"]) == ("service", "900.00")
    (effect,) = suite.effects("procurement.order")
    assert effect.facts["lines"][0]["kind"] == "service"


def test_parts_are_accepted_until_the_amount_is_used() -> None:
    suite = ordered()
    first = suite.ok("accept_service", service_entry(PO, "300.00"))
    assert (first["accepted-amount"], first["order-status"]) == ("300.00", "partially-received")
    last = suite.ok("accept_service", service_entry(PO, "600.00", "SES-2"))
    assert last["order-status"] == "received"
    effects = suite.effects("procurement.service_entry")
    assert [(e.key, e.amount_minor, e.period) for e in effects] == [
        ("SES-1", 30000, "2026-04"),
        ("SES-2", 60000, "2026-04"),
    ]
    assert len(suite.events("procurement.service.accepted")) == 2


def test_more_than_ordered_is_refused() -> None:
    answer = ordered().refused("accept_service", service_entry(PO, "900.01"))
    assert (answer.status, "EXCEEDS_ORDER" in answer.text) == (422, True)


def test_the_same_entry_sheet_twice_is_refused() -> None:
    suite = ordered()
    suite.ok("accept_service", service_entry(PO, "1.00"))
    assert "DUPLICATE" in suite.refused("accept_service", service_entry(PO, "1.00")).text
    assert len(suite.ok("find_service_entries", {"entry-number": "SES-1"})["service-entries"]) == 1


def test_a_service_is_neither_received_nor_shipped() -> None:
    suite = ordered()
    assert "SERVICE_LINE" in suite.refused("record_receipt", receipt(PO, 1)).text
    assert "SERVICE_LINE" in suite.refused("record_ship_notice", ship_notice(PO, 1)).text


def test_goods_are_not_accepted_as_a_service() -> None:
    suite = Suite()
    suite.ordered(line("100", 1))
    assert "GOODS_LINE" in suite.refused("accept_service", service_entry(PO, "1.00")).text


def test_cancelling_keeps_what_was_accepted() -> None:
    suite = ordered()
    suite.ok("accept_service", service_entry(PO, "300.00"))
    answer = suite.ok("cancel_order", cancellation(PO))
    assert (answer["cancelled"], answer["total"], answer["status"]) == (
        "600.00",
        "300.00",
        "received",
    )


def test_a_service_with_nothing_accepted_is_cancelled_whole() -> None:
    suite = ordered()
    assert suite.ok("cancel_order", cancellation(PO))["status"] == "cancelled"
    assert "LINE_CANCELLED" in suite.refused("accept_service", service_entry(PO, "1.00")).text


@pytest.mark.parametrize("fields", [{"quantity": 2}, {"unit-price": "299.99"}])
def test_a_service_changes_its_amount_but_not_below_what_was_accepted(
    fields: dict[str, object],
) -> None:
    suite = ordered()
    suite.ok("accept_service", service_entry(PO, "300.00"))
    body = change(PO, {"line-num": 1, **fields}, approver="ben")
    assert "SERVICE_LINE" in suite.refused("change_order", body).text

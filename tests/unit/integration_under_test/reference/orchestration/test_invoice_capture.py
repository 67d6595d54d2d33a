"""A captured invoice is acknowledged after it was entered, never before."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem, refusal
from tests.unit.integration_under_test.reference.mediation.test_captured_invoices import (
    coded,
    usd,
    verified,
)


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    host.systems["invoice_capture"] = FakeSystem("invoice_capture")
    host.systems["procurement"].plan("find_suppliers", {"suppliers": [{"id": 17}]})
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def tell(host: FakeHost, reference: Reference, data: dict[str, Any], wait_s: float = 600) -> None:
    at, type_ = "2026-04-14T15:00:00+00:00", "invoice_capture.invoice.verified"
    event = Event("capture-1", "/invoice_capture", type_, at, data["document"], data)
    host.clock.run(reference.on_event(event))
    host.clock.run_until(host.clock.now_s() + wait_s)


def acknowledged(host: FakeHost) -> int:
    return host.systems["invoice_capture"].called("acknowledge_export")


def test_with_an_order_it_goes_to_procurement(host: FakeHost, reference: Reference) -> None:
    tell(host, reference, verified())
    tell(host, reference, verified())
    assert host.systems["procurement"].called("submit_invoice") == 1
    assert acknowledged(host) == 1


def test_without_an_order_it_goes_to_the_erp(host: FakeHost, reference: Reference) -> None:
    tell(host, reference, coded())
    assert host.systems["erp"].called("create_expense_invoice") == 1
    assert acknowledged(host) == 1


def test_one_that_came_another_way_before_is_acknowledged_all_the_same(
    host: FakeHost, reference: Reference
) -> None:
    procurement = host.systems["procurement"]
    procurement.plan("submit_invoice", refusal("DUPLICATE_INVOICE", 409))
    procurement.plan("find_invoices", {"invoices": [{"total": "25.00"}]})
    host.systems["invoice_capture"].plan("acknowledge_export", refusal("ALREADY_EXPORTED", 409))
    tell(host, reference, verified())
    assert acknowledged(host) == 1
    assert host.items == {}


@pytest.mark.parametrize("code", ["DUPLICATE_INVOICE", "WRONG_SUPPLIER"])
def test_one_that_is_refused_is_for_the_payables_desk_and_stays_unacknowledged(
    host: FakeHost, reference: Reference, code: str
) -> None:
    procurement = host.systems["procurement"]
    procurement.plan("submit_invoice", refusal(code, 409))
    procurement.plan("find_invoices", {"invoices": [{"total": "99.00"}]})
    tell(host, reference, verified())
    (item,) = host.items.values()
    assert (item.type, item.owner, item.keys) == ("refused", "AP desk", ("30000001/INV-7",))
    assert acknowledged(host) == 0


def test_one_in_foreign_money_is_for_the_payables_desk(
    host: FakeHost, reference: Reference
) -> None:
    tell(host, reference, verified({**usd("1"), "currency_code": "CAD"}))
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "AP desk")
    assert acknowledged(host) == 0

"""What each flow owes, asked of the reference and of the interfaces it is compared with."""

from __future__ import annotations

import pytest

from integration_under_test import INTEGRATIONS
from integration_under_test.boundary import Integration
from sim.plugins import load
from tests.conformance import walks
from tests.conformance.hospital import Hospital
from tests.conformance.masters import CATHETER, GLOVES, HIP, SUPPLIER

COMPLETE = ("reference", "point_to_point", "api_led", "retries_without_key", "acks_before_commit",
            "drops_on_timeout")  # fmt: skip
"""On a calm day even the faulty ones are right."""


@pytest.fixture(params=COMPLETE)
def hosting(request: pytest.FixtureRequest, hospital: Hospital) -> Hospital:
    integration: Integration = load(INTEGRATIONS[request.param], "integration")()
    hospital.host(integration)
    return hospital


def test_p01_a_new_supplier_is_one_record_in_procurement_and_contracts(hosting: Hospital) -> None:
    new = {"SupplierName": "Beta", "TaxIdentifier": "98-1", "PaymentTerms": "NET10",
           "RemitToAddress": "1 Main St"}  # fmt: skip
    number = hosting.do("erp", "create_supplier", new)["SupplierNumber"]
    hosting.run_s(600)
    hosting.do("erp", "update_supplier", {"SupplierNumber": number, "SupplierName": "Beta Inc"})
    hosting.run_s(600)
    found = hosting.do("procurement", "find_suppliers", {"erp-number": number})["suppliers"]
    assert [(s["name"], s["erp-version"]) for s in found] == [("Beta Inc", 2)]
    party = hosting.do("contracts", "get_party", {"erpSupplierNumber": number})
    assert (party["name"], party["sourceVersion"]) == ("Beta Inc", 2)


def test_p03_prices_reach_erp_catalogue_and_billing_once(hosting: Hospital) -> None:
    version = walks.reprice(hosting)
    hosting.run_s(600)
    both = {f"{version}/1": 1, f"{version}/2": 1}
    assert hosting.posted("erp.price_condition") == both
    assert hosting.posted("procurement.catalogue_price") == both
    # Only the catheter is charged: 75.25 for 10 is 7.525 each, half up 7.53.
    assert hosting.posted("billing.supply_cost") == {f"{version}/2": 1}
    assert hosting.last("billing.supply_cost").amount_minor == 753


def test_p04_an_approved_requisition_is_budgeted_ordered_and_encumbered(hosting: Hospital) -> None:
    po_number = walks.order(hosting)
    assert hosting.posted("procurement.budget_decision") == {"REQ-00000001": 1}
    assert hosting.posted("erp.encumbrance") == {po_number: 1}
    assert hosting.last("erp.encumbrance").amount_minor == 3 * 1250 + 240000


def test_p06_a_receipt_is_accrued_shown_and_its_lot_may_be_billed(hosting: Hospital) -> None:
    receipt = walks.receive(hosting, walks.order(hosting))
    hosting.run_s(600)
    both = {f"{receipt}/1": 1, f"{receipt}/2": 1}
    assert hosting.posted("erp.accrual") == both
    assert hosting.posted("procurement.order_receipt") == both
    assert hosting.posted("billing.lot_eligible") == {f"{receipt}/2": 1}
    accruals = [e for _, e in hosting.effects if e.kind == "erp.accrual"]
    assert sorted((e.amount_minor, e.quantity) for e in accruals) == [(3750, 300), (240000, 1)]
    walks.use(hosting, HIP, qty=1, lot="L1")
    hosting.run_s(600)
    assert sum(hosting.posted("billing.charge").values()) == 1


def test_p07_p08_an_invoice_is_entered_matched_and_paid_once(hosting: Hospital) -> None:
    po_number = walks.order(hosting)
    walks.receive(hosting, po_number)
    hosting.run_s(600)
    key = walks.invoice(hosting, po_number)
    hosting.run_s(600)
    assert hosting.posted("erp.invoice") == {key: 1}
    assert hosting.last("procurement.invoice_status").facts["status"] == "approved"
    walks.pay(hosting)
    hosting.run_s(600)
    payment = hosting.last("erp.payment").key
    assert hosting.posted("procurement.payment") == {payment: 1}
    assert hosting.posted("contracts.spend") == {payment: 1}
    assert hosting.last("contracts.spend").amount_minor == 243750


def test_p07_an_invoice_before_its_receipt_is_held_then_approved(hosting: Hospital) -> None:
    po_number = walks.order(hosting)
    walks.invoice(hosting, po_number)
    hosting.run_s(600)
    assert hosting.last("procurement.invoice_status").facts["status"] == "on-hold"
    walks.receive(hosting, po_number)
    hosting.run_s(600)
    assert hosting.last("procurement.invoice_status").facts["status"] == "approved"


def test_p09_a_usage_is_costed_and_charged_only_when_it_is_billed(hosting: Hospital) -> None:
    billed, unbilled = walks.use(hosting, CATHETER), walks.use(hosting, GLOVES, "H02")
    hosting.run_s(600)
    assert hosting.posted("erp.cost") == {billed: 1, unbilled: 1}
    assert hosting.posted("billing.charge") == {billed: 1}
    costs = [e.facility for _, e in hosting.effects if e.kind == "erp.cost"]
    assert sorted(costs) == ["BU100", "BU200"]


def test_p13_periods_close_everywhere_and_totals_come_back(hosting: Hospital) -> None:
    walks.use(hosting, CATHETER)
    hosting.run_s(600)
    walks.close(hosting, "SOFT_CLOSED")
    hosting.run_s(1200)
    for kind in ("procurement", "inventory", "billing"):
        assert hosting.last(f"{kind}.period_status").facts["status"] == "closing"
    totals = {e.key: (e.quantity, e.amount_minor) for _, e in hosting.effects
              if e.kind == "erp.subledger_totals"}  # fmt: skip
    assert totals["2026-04/1234567890128/INVENTORY"] == (2, 0)
    assert totals["2026-04/1234567890128/BILLING"] == (1, 10000)
    assert len(totals) == 4


def test_a_supplier_change_needs_no_attention_from_anybody(hosting: Hospital) -> None:
    walks.rename_supplier(hosting, "Acme Medical")
    hosting.run_s(600)
    assert hosting.posted("contracts.party") == {SUPPLIER: 1}
    assert not hosting.items
    assert not hosting.refusals

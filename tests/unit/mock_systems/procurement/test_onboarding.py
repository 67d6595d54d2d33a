"""Suppliers onboarded (P01): requested, screened, approved by another, stopped by risk holds."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.requests import (
    risk_hold,
    screening,
    supplier_decision,
    supplier_request,
)
from tests.unit.mock_systems.procurement.stage import Body, Suite, approval, budget, line


def requested() -> Suite:
    suite = Suite()
    suite.ok("request_supplier", supplier_request())
    return suite


def screened() -> Suite:
    suite = requested()
    suite.ok("record_screening", screening())
    return suite


def test_a_request_is_screened_approved_and_told_to_the_erp() -> None:
    suite = screened()
    assert suite.ok("decide_supplier_request", supplier_decision())["status"] == "approved"
    (event,) = suite.events("procurement.supplier.approved")
    assert (event["request-reference"], event["tax-id"]) == ("SR-1", "98-7654321")
    assert (event["requester"], event["approver"]) == ("nora", "ben")
    (effect,) = suite.effects("procurement.supplier_decision")
    assert (effect.key, effect.facts["decision"]) == ("SR-1", "approved")


def test_the_erp_number_closes_an_approved_request() -> None:
    suite = screened()
    suite.ok("decide_supplier_request", supplier_decision())
    linked = suite.ok("link_supplier_request", {"id": 1, "erp-number": "30000009"})
    assert (linked["status"], linked["erp-number"]) == ("onboarded", "30000009")
    assert suite.refused("link_supplier_request", {"id": 1, "erp-number": "3"}).status == 409


def test_nobody_approves_an_unscreened_request() -> None:
    answer = requested().refused("decide_supplier_request", supplier_decision())
    assert (answer.status, "ILLEGAL_TRANSITION" in answer.text) == (409, True)


def test_nobody_approves_their_own_request() -> None:
    answer = screened().refused("decide_supplier_request", supplier_decision(who="nora"))
    assert (answer.status, "SELF_APPROVAL" in answer.text) == (403, True)


def test_a_failed_screening_rejects() -> None:
    suite = requested()
    assert suite.ok("record_screening", screening(result="failed"))["status"] == "rejected"
    assert len(suite.events("procurement.supplier.rejected")) == 1
    assert suite.refused("decide_supplier_request", supplier_decision()).status == 409


def test_a_hold_stops_approval_until_it_is_released() -> None:
    suite = screened()
    suite.ok("set_risk_hold", risk_hold(tax_id="987654321"))
    answer = suite.refused("decide_supplier_request", supplier_decision())
    assert (answer.status, "SUPPLIER_ON_HOLD" in answer.text) == (409, True)
    found = suite.ok("find_supplier_requests", {"request-reference": "SR-1"})
    assert found["supplier-requests"][0]["risk-hold"] == "RH-1"
    suite.ok("release_risk_hold", {"hold-reference": "RH-1", "reason": "cleared"})
    suite.ok("decide_supplier_request", supplier_decision())
    assert [e.version for e in suite.effects("procurement.risk_hold")] == [1, 2]


@pytest.mark.parametrize("subject", [{"erp_number": "30000001"}, {"tax_id": "12-3456789"}])
def test_a_hold_stops_orders_to_its_supplier(subject: dict[str, str]) -> None:
    suite = Suite()
    suite.requisition(line("100", 1))
    suite.ok("decide_requisition", approval(1))
    suite.ok("set_risk_hold", risk_hold(**subject))
    answer = suite.refused("record_budget_decision", budget(1))
    assert (answer.status, "SUPPLIER_ON_HOLD" in answer.text) == (409, True)
    suite.ok("release_risk_hold", {"hold-reference": "RH-1", "reason": "cleared"})
    assert suite.ok("record_budget_decision", budget(1))["status"] == "ordered"


def test_another_hold_still_stands_after_one_is_released() -> None:
    suite = screened()
    for reference in ("RH-1", "RH-2"):
        suite.ok("set_risk_hold", risk_hold(reference, tax_id="98-7654321"))
    suite.ok("release_risk_hold", {"hold-reference": "RH-1", "reason": "cleared"})
    assert suite.refused("decide_supplier_request", supplier_decision()).status == 409
    found = suite.ok("find_risk_holds", {"hold-reference": "RH-2"})["risk-holds"]
    assert [hold["active"] for hold in found] == [True]


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("request_supplier", supplier_request(), "DUPLICATE_REQUEST"),
        ("request_supplier", supplier_request("SR-2", **{"tax-id": "987654321"}), "TAX_ID"),
        ("record_screening", screening(9), "UNKNOWN_SUPPLIER_REQUEST"),
        ("set_risk_hold", risk_hold(), "either tax-id or erp-number"),
        ("set_risk_hold", risk_hold(tax_id="1", erp_number="2"), "either tax-id or erp-number"),
        ("release_risk_hold", {"hold-reference": "RH-9", "reason": ""}, "UNKNOWN_HOLD"),
    ],
)
def test_what_cannot_be_is_refused(operation: str, body: Body, code: str) -> None:
    assert code in requested().refused(operation, body).text


def test_a_rejected_request_does_not_keep_out_the_next() -> None:
    suite = requested()
    suite.ok("record_screening", screening(result="failed"))
    assert suite.ok("request_supplier", supplier_request("SR-2"))["id"] == 2

"""Screenings and risk holds between procurement and the risk service."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.risk_holds import RiskHold
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.procurement import risk_holds, supplier_requests
from integration_under_test.reference.mediation.supplier_risk import holds, screenings
from tests.unit.integration_under_test.reference.fakes import crosswalk

COMPLETED: dict[str, Any] = {
    "id": "scr_00000001",
    "external_reference": "SR-000001",
    "status": "failed",
    "reason": "found on sanctions",
}
PLACED: dict[str, Any] = {
    "id": "hld_00000001",
    "vendor_reference": None,
    "tax_number": "123456789",
    "reason": "adverse media",
    "release_reason": "",
}


def test_a_request_is_screened_in_all_checks_under_its_bare_tax_number() -> None:
    requested = {"request-reference": "SR-000001", "name": "ACME", "tax-id": "12-345678b"}
    request = supplier_requests.read(requested)
    assert screenings.write(request, Context(crosswalk())) == {
        "external_reference": "SR-000001",
        "legal_name": "ACME",
        "tax_number": "12345678B",
        "checks": ["sanctions", "exclusion_list", "financial"],
    }


@pytest.mark.parametrize("result", ["clear", "failed"])
def test_a_result_is_recorded_on_the_request(result: str) -> None:
    screening = screenings.read({**COMPLETED, "status": result})
    assert from_json(to_json(screening)) == screening
    found = {"supplier-requests": [{"id": 4, "status": "screening"}]}
    assert not supplier_requests.is_screened(screening, found)
    assert supplier_requests.write_screening(screening, Context(crosswalk(), found)) == {
        "id": 4,
        "result": result,
        "screened-by": "scr_00000001",
        "reason": "found on sanctions",
    }
    decided = {"supplier-requests": [{"id": 4, "status": "approved"}]}
    assert supplier_requests.is_screened(screening, decided)


def test_a_status_that_is_no_result_is_not_guessed_at() -> None:
    with pytest.raises(KeyError, match="pending"):
        screenings.read({**COMPLETED, "status": "pending"})


def test_a_result_waits_for_its_request() -> None:
    screening = screenings.read(COMPLETED)
    with pytest.raises(NotYet, match="SR-000001"):
        supplier_requests.write_screening(
            screening, Context(crosswalk(), {"supplier-requests": []})
        )


def test_a_hold_names_the_firm_in_one_way() -> None:
    hold = holds.read(PLACED)
    assert hold == RiskHold("hld_00000001", "", "123456789", "adverse media")
    named = {"hold-reference": "hld_00000001", "reason": "adverse media"}
    assert risk_holds.write(hold, Context(crosswalk())) == {**named, "tax-id": "123456789"}
    known = holds.read({**PLACED, "vendor_reference": "300"})
    assert risk_holds.write(known, Context(crosswalk())) == {**named, "erp-number": "300"}


def test_a_release_is_proven_by_a_hold_that_stands_no_more() -> None:
    release = holds.read_release({**PLACED, "release_reason": "no objection"})
    body = risk_holds.write_release(release, Context(crosswalk()))
    assert body == {"hold-reference": "hld_00000001", "reason": "no objection"}
    assert risk_holds.is_released(release, {"risk-holds": [{"active": False}]})
    assert not risk_holds.is_released(release, {"risk-holds": [{"active": True}]})
    assert not risk_holds.is_released(release, {"risk-holds": []})

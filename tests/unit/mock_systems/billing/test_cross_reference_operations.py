"""Codes of substitutes: one cross-reference for each decision (P12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

ASKED: dict[str, Any] = {
    "chargeCode": "SUP00001",
    "substituteChargeCode": "SUP00003",
    "effectiveOn": "20260414",
    "sourceReference": "PO-1/2/7",
}


def test_a_substitute_is_charged_under_its_code_by_one_decision(office: Office) -> None:
    assert office.call("put_charge_cross_reference", **ASKED) == ASKED
    assert office.call("put_charge_cross_reference", **ASKED) == ASKED
    (effect,) = office.effects
    assert (effect.kind, effect.key) == ("billing.cross_reference", "PO-1/2/7/SUP00003")
    found = office.call("find_charge_cross_references", chargeCode="SUP00001")
    assert found == {"crossReferences": [ASKED]}
    other = office.call("find_charge_cross_references", chargeCode="SUP00003")
    assert other == {"crossReferences": []}


def test_a_later_decision_renews_it(office: Office) -> None:
    office.call("put_charge_cross_reference", **ASKED)
    later = {**ASKED, "sourceReference": "PO-2/1/8", "effectiveOn": "20260420"}
    office.call("put_charge_cross_reference", **later)
    assert [effect.key for effect in office.effects] == ["PO-1/2/7/SUP00003", "PO-2/1/8/SUP00003"]
    found = office.call("find_charge_cross_references", chargeCode="SUP00001")
    assert found == {"crossReferences": [later]}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"effectiveOn": "20260415"}, 409, "SOURCE_REFERENCE_REUSED"),
        ({"chargeCode": "SUP00009"}, 422, "UNKNOWN_CHARGE_CODE"),
        ({"substituteChargeCode": "SUP00001"}, 422, "SAME_CODE"),
        ({"effectiveOn": ""}, 422, "INVALID_REQUEST"),
        ({"sourceReference": ""}, 422, "INVALID_REQUEST"),
    ],
)
def test_what_contradicts_is_refused(
    office: Office, change: dict[str, Any], status: int, code: str
) -> None:
    office.call("put_charge_cross_reference", **ASKED)
    before = list(office.effects)
    found, answer = office.send("put_charge_cross_reference", {**ASKED, **change})
    assert (found, answer["errors"][0]["code"]) == (status, code)
    assert office.effects == before

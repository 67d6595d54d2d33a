"""Costs of used supplies, twice if sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk, cost_body


def test_cost_is_charged_at_standard_cost(desk: Desk) -> None:
    answer = desk.done("post_cost", **cost_body())
    assert answer == {"JournalNumber": "JE-00000001", "Amount": "37.02"}
    assert (desk.balance("5110"), desk.balance("1310")) == (3702, -3702)
    (effect,) = desk.effects("erp.cost")
    assert (effect.key, effect.amount_minor, effect.quantity) == ("US-1", 3702, 3)
    assert (effect.uom, effect.period, effect.facility) == ("EA", "2026-04", "BU100")


def test_same_reference_twice_charges_twice_and_find_shows_both(desk: Desk) -> None:
    for _ in range(2):
        desk.done("post_cost", **cost_body())
    found = desk.done("find_costs", Reference="US-1")["items"]
    assert [row["JournalNumber"] for row in found] == ["JE-00000001", "JE-00000002"]
    assert desk.balance("5110") == 7404
    assert desk.done("find_costs", Reference="US-2")["items"] == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ItemNumber": "1"}, "UNKNOWN_ITEM"),
        ({"BusinessUnit": "BU999"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"CostCenter": "CC-9"}, "UNKNOWN_COST_CENTER"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ({"Quantity": -1}, "INVALID_REQUEST"),
        ({"Reference": ""}, "INVALID_REQUEST"),
        ({"Extra": 1}, "INVALID_REQUEST"),
    ],
)
def test_cost_that_refers_to_nothing_known_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    outcome = desk.refused("post_cost", **cost_body(**changes))
    assert (outcome.status, outcome.code) == (422, code)


def test_body_that_is_no_json_is_refused(desk: Desk) -> None:
    from mock_systems.service import CallContext

    response = desk.erp.dispatch("post_cost", b"{not json", CallContext("integration"))
    assert response.status == 422

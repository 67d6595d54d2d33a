"""Substitutes on the shelf: one cross-reference for each decision (P12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

ASKED: dict[str, Any] = {
    "item_id": "IV-000002",
    "substitute_item_id": "IV-000003",
    "factor": 1,
    "supplier": "30000001",
    "valid_from": "20260414",
    "reference": "PO-1/2/7",
}


def test_a_substitute_is_agreed_once_under_its_decision(house: House) -> None:
    assert house.call("put_cross_reference", **ASKED) == ASKED
    assert house.call("put_cross_reference", **ASKED) == ASKED
    (effect,) = house.effects
    assert (effect.kind, effect.key) == ("inventory.cross_reference", "PO-1/2/7/100000003")
    assert (effect.quantity, effect.uom) == (1, "EA")
    (event,) = house.events
    assert (event.type, event.subject) == ("inventory.cross_reference.changed", "IV-000002")
    found = house.call("find_cross_references", item_id="IV-000002")
    assert found == {"cross_references": [ASKED]}
    assert house.call("find_cross_references", item_id="IV-000003") == {"cross_references": []}


def test_a_later_decision_renews_it(house: House) -> None:
    house.call("put_cross_reference", **ASKED)
    later = {**ASKED, "reference": "PO-2/1/8", "valid_from": "20260420"}
    house.call("put_cross_reference", **later)
    assert [effect.key for effect in house.effects] == ["PO-1/2/7/100000003", "PO-2/1/8/100000003"]
    assert house.call("find_cross_references", item_id="IV-000002")["cross_references"] == [later]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"substitute_item_id": "IV-000001"}, 409, "REFERENCE_REUSED"),
        ({"factor": 2}, 409, "REFERENCE_REUSED"),
        ({"reference": "PO-9/1/9", "item_id": "IV-000009"}, 422, "UNKNOWN_ITEM"),
        ({"reference": "PO-9/1/9", "substitute_item_id": "IV-000002"}, 422, "SAME_ITEM"),
        ({"factor": 0}, 422, "INVALID_REQUEST"),
        ({"valid_from": ""}, 422, "INVALID_REQUEST"),
        ({"valid_from": "20260231"}, 422, "INVALID_REQUEST"),
        ({"reference": ""}, 422, "INVALID_REQUEST"),
    ],
)
def test_what_contradicts_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    house.call("put_cross_reference", **ASKED)
    found = house.refusal("put_cross_reference", **{**ASKED, **change})
    assert found == (status, code)

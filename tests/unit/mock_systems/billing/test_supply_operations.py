"""Lots become billable with their receipt; costs follow the newest contract version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

LOT: dict[str, Any] = {
    "chargeCode": "SUP00003",
    "lot": "L8",
    "receiptReference": "RC-00000001/1",
    "expiry": "20280131",
}
HIP = {
    "sourceReference": "US-1",
    "encounterId": "ENC-1",
    "chargeCode": "SUP00003",
    "quantity": 1,
    "serviceDate": "20260414",
    "lot": "L8",
}
LINES = [
    {"line": 1, "chargeCode": "SUP00001", "unitCostCents": 410, "effectiveOn": "20260415"},
    {"line": 4, "chargeCode": "SUP00003", "unitCostCents": 90_000, "effectiveOn": "20260415"},
]
COSTS: dict[str, Any] = {"contractNumber": "C-7", "version": 2, "lines": LINES}


def test_a_lot_is_billable_once_it_is_registered(office: Office) -> None:
    assert office.refusal("create_charge", **HIP)[1] == "LOT_NOT_ELIGIBLE"
    assert office.call("register_supply_lot", **LOT) == LOT
    office.call("create_charge", **HIP)
    (effect,) = office.of_kind("billing.lot_eligible")
    assert (effect.key, effect.count) == ("RC-00000001/1", 1)


def test_the_same_receipt_line_again_has_no_further_effect(office: Office) -> None:
    office.call("register_supply_lot", **LOT)
    office.call("register_supply_lot", **{**LOT, "expiry": "20290131"})
    assert len(office.effects) == 1
    assert office.system.tables.charge_master["SUP00003"].lots["L8"] == "20290131"


def test_another_receipt_of_the_same_lot_is_an_effect_of_its_own(office: Office) -> None:
    office.call("register_supply_lot", **LOT)
    office.call("register_supply_lot", **{**LOT, "receiptReference": "RC-00000002/1"})
    assert [effect.key for effect in office.effects] == ["RC-00000001/1", "RC-00000002/1"]


def test_a_lot_honours_the_idempotency_key(office: Office) -> None:
    first = office.send("register_supply_lot", LOT, "key-1")
    assert office.send("register_supply_lot", LOT, "key-1") == first
    assert office.send("register_supply_lot", {**LOT, "lot": "L7"}, "key-1")[0] == 422
    assert len(office.effects) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"chargeCode": "SUP99999"}, (422, "UNKNOWN_CHARGE_CODE", "chargeCode")),
        ({"lot": ""}, (422, "INVALID_REQUEST", "lot")),
        ({"expiry": "20281301"}, (422, "INVALID_REQUEST", "expiry")),
    ],
)
def test_a_bad_lot_is_refused(
    office: Office, change: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert office.refusal("register_supply_lot", **{**LOT, **change}) == expected


def test_a_receipt_line_cannot_bring_two_lots(office: Office) -> None:
    office.call("register_supply_lot", **LOT)
    reused = office.refusal("register_supply_lot", **{**LOT, "lot": "L7"})
    assert reused == (409, "RECEIPT_REFERENCE_REUSED", "receiptReference")


def test_costs_are_an_effect_for_each_line(office: Office) -> None:
    answer = office.call("import_supply_costs", **COSTS)
    assert answer == {"contractNumber": "C-7", "version": 2, "linesLoaded": 2}
    assert [(e.kind, e.key, e.amount_minor, e.version) for e in office.effects] == [
        ("billing.supply_cost", "C-7/2/1", 410, 2),
        ("billing.supply_cost", "C-7/2/4", 90_000, 2),
    ]
    assert office.call("find_supply_costs", contractNumber="C-7") == COSTS


def test_the_same_version_again_changes_nothing(office: Office) -> None:
    first = office.call("import_supply_costs", **COSTS)
    before = office.snapshot()
    assert office.call("import_supply_costs", **COSTS) == first
    assert office.snapshot() == before


def test_a_newer_version_replaces_all_lines_and_an_older_one_is_refused(office: Office) -> None:
    office.call("import_supply_costs", **COSTS)
    office.call("import_supply_costs", **{**COSTS, "version": 3, "lines": LINES[:1]})
    held = office.call("find_supply_costs", contractNumber="C-7")
    assert (held["version"], held["lines"]) == (3, LINES[:1])
    assert office.refusal("import_supply_costs", **COSTS) == (409, "STALE_VERSION", "version")


def test_an_unknown_contract_has_no_costs(office: Office) -> None:
    empty = {"contractNumber": "C-9", "version": 0, "lines": []}
    assert office.call("find_supply_costs", contractNumber="C-9") == empty


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"chargeCode": "SUP99999"}, "UNKNOWN_CHARGE_CODE"),
        ({"line": 1}, "INVALID_REQUEST"),
        ({"unitCostCents": -1}, "INVALID_REQUEST"),
        ({"unitCostCents": "410"}, "INVALID_REQUEST"),
        ({"effectiveOn": "soon"}, "INVALID_REQUEST"),
    ],
)
def test_one_bad_line_refuses_the_whole_import(
    office: Office, second: dict[str, Any], code: str
) -> None:
    body = {**COSTS, "lines": [LINES[0], {**LINES[1], **second}]}
    assert office.refusal("import_supply_costs", **body)[:2] == (422, code)


def test_an_import_without_lines_is_refused(office: Office) -> None:
    refused = office.refusal("import_supply_costs", **{**COSTS, "lines": []})
    assert refused == (422, "INVALID_REQUEST", "lines")

"""The declarations are complete; no bad input gets past them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mock_systems.billing.operations import OPERATIONS
from mock_systems.service import CallContext

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

COST = {"line": 1, "chargeCode": "SUP00001", "unitCostCents": 410, "effectiveOn": "20260415"}
BODIES: dict[str, dict[str, Any]] = {
    "register_encounter": {
        "encounterId": "ENC-3",
        "facilityId": 11,
        "class": "I",
        "admittedOn": "20260401",
    },
    "create_charge": {
        "sourceReference": "US-1",
        "encounterId": "ENC-1",
        "chargeCode": "SUP00001",
        "quantity": 1,
        "serviceDate": "20260414",
    },
    "credit_charge": {"chargeId": "CH-00000001", "reason": "returned"},
    "register_supply_lot": {"chargeCode": "SUP00003", "lot": "L7", "receiptReference": "RC-1/1"},
    "import_supply_costs": {"contractNumber": "C-7", "version": 1, "lines": [COST]},
    "set_period_status": {"period": "2026-04", "status": "closing", "erpVersion": 1},
    "discharge_encounter": {"encounterId": "ENC-1", "dischargedOn": "20260410"},
    "correct_charge": {"chargeId": "CH-00000001", "reason": "count", "quantity": 2},
    "post_remittance": {
        "payerId": "AETNA",
        "traceNumber": "T1",
        "paymentCents": 50,
        "paidOn": "20260414",
        "claims": [],
        "providerAdjustments": [{"reason": "WO", "amountCents": -50}],
        "facilityId": 11,
    },
    "post_patient_payment": {
        "encounterId": "ENC-1",
        "reference": "P1",
        "amountCents": 100,
        "bookedOn": "20260414",
    },
    "close_day": {"day": "20260414"},
}
FREE_TEXT = {"reason", "sourceReference", "receiptReference", "encounterId", "lot"}
FREE_TEXT |= {"contractNumber", "traceNumber", "reference", "claims"}
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.integers(-(10**30), 0),
    st.text(max_size=3),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)


def test_every_operation_says_what_it_is_and_keys_by_its_own_fields() -> None:
    for name, operation in OPERATIONS.items():
        assert operation.name == name
        assert operation.summary
        assert operation.scope.startswith("billing.")
        aliases = {field.alias for field in operation.request.model_fields.values()}
        assert set(operation.key) <= aliases
        assert operation.scope.endswith(".read") is (operation.method == "GET")


def test_charges_and_supply_lots_alone_honour_idempotency_keys() -> None:
    honoured = {name for name, operation in OPERATIONS.items() if operation.idempotent_by_key}
    assert honoured == {"create_charge", "register_supply_lot"}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(BODIES)), data=st.data())
def test_bad_input_changes_nothing(
    new_office: Callable[[], Office], name: str, data: st.DataObject
) -> None:
    office = new_office().with_payers()
    office.call("create_charge", **BODIES["create_charge"])
    body = dict(BODIES[name])
    field = data.draw(st.sampled_from([*body, "unheardOf"]))
    body[field] = data.draw(JUNK)
    before = office.snapshot()
    status, answer = office.send(name, body)
    if status >= 400:
        assert set(answer["errors"][0]) == {"code", "detail", "field"}
        assert office.snapshot() == before
    else:
        assert field in FREE_TEXT or body[field] == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(OPERATIONS)), cut=st.floats(0, 1), junk=st.binary(max_size=3))
def test_a_mangled_body_is_refused(
    new_office: Callable[[], Office], name: str, cut: float, junk: bytes
) -> None:
    office = new_office()
    whole = json.dumps(BODIES.get(name, {"limit": 1})).encode()
    payload = whole[: int(cut * (len(whole) - 1))] + junk
    assume(not is_json(payload))
    before = office.snapshot()
    response = office.system.dispatch(name, payload, CallContext("integration"))
    assert response.status == 422
    assert office.snapshot() == before


def is_json(payload: bytes) -> bool:
    try:
        json.loads(payload)
    except ValueError:
        return False
    return True

"""The declarations are complete; no bad input gets past them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mock_systems.inventory.operations import OPERATIONS
from mock_systems.service import CallContext

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

LINE = {"po_line": 1, "item_id": "IV-000002", "qty": 1, "uom": "BX", "lot": "A", "expiry": ""}
BODIES: dict[str, dict[str, Any]] = {
    "record_receipt": {
        "facility": "H01",
        "location": "H01-OR",
        "po_number": "PO-1",
        "lines": [LINE],
    },
    "record_usage": {"facility": "H01", "location": "H01-OR", "item_id": "IV-000001", "qty": 1},
    "transfer_stock": {
        "from_location": "H01-OR",
        "to_location": "H01-CS",
        "item_id": "IV-000001",
        "qty": 1,
    },
    "adjust_stock": {
        "location": "H01-OR",
        "item_id": "IV-000001",
        "delta": -1,
        "reason": "count",
    },
    "set_period_status": {"period": "2026-04", "status": "closing", "erp_version": 1},
    "record_bill_only": {
        "facility": "H01",
        "location": "H01-OR",
        "item_id": "IV-000001",
        "qty": 1,
        "supplier": "30000123",
        "encounter_id": "ENC-1",
        "lot": "A",
    },
    "ship_transfer": {
        "from_location": "H01-OR",
        "to_location": "H01-CS",
        "item_id": "IV-000001",
        "qty": 1,
        "serials": [],
    },
    "open_count": {"location": "H01-OR"},
    "schedule_procedure": {
        "procedure_id": "P1",
        "location": "H01-OR",
        "scheduled_on": "20260420",
        "needs": [{"item_id": "IV-000001", "qty": 1}],
    },
    "generate_replenishment": {
        "facility": "H01",
        "reason": "emergency",
        "lines": [{"location": "H01-OR", "item_id": "IV-000001", "qty": 1}],
    },
    "record_waste": {
        "location": "H01-OR",
        "item_id": "IV-000001",
        "qty": 1,
        "reason": "damaged",
        "serials": [],
    },
}
FREE = {"lot", "reason", "po_number", "supplier", "encounter_id", "procedure_id", "serials"}
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
        assert operation.scope.startswith("inventory.")
        assert set(operation.key) <= set(operation.request.model_fields)
        assert not operation.idempotent_by_key
        reads = operation.method == "GET"
        assert operation.scope.endswith(".read") is reads


def test_the_business_key_of_a_usage_is_its_shelf() -> None:
    key = OPERATIONS["record_usage"].business_key(BODIES["record_usage"])
    assert key == "H01/H01-OR/IV-000001"


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(BODIES)), data=st.data())
def test_bad_input_changes_nothing(
    new_house: Callable[[], House], name: str, data: st.DataObject
) -> None:
    house = new_house()
    house.stock("H01-OR", "IV-000001", 10)
    body = dict(BODIES[name])
    field = data.draw(st.sampled_from([*body, "unheard_of"]))
    body[field] = data.draw(JUNK)
    before = house.snapshot()
    status, answer = house.send(name, body)
    if status >= 400:
        assert set(answer) == {"code", "message"}
        assert house.snapshot() == before
    else:
        assert field in FREE


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(OPERATIONS)), cut=st.floats(0, 1), junk=st.binary(max_size=3))
def test_a_mangled_body_is_refused(
    new_house: Callable[[], House], name: str, cut: float, junk: bytes
) -> None:
    house = new_house()
    whole = json.dumps(BODIES.get(name, {"facility": "H01"})).encode()
    payload = whole[: int(cut * (len(whole) - 1))] + junk
    assume(not is_json(payload))
    before = house.snapshot()
    response = house.system.dispatch(name, payload, CallContext("world/test"))
    assert response.status == 422
    assert house.snapshot() == before


def is_json(payload: bytes) -> bool:
    try:
        json.loads(payload)
    except ValueError:
        return False
    return True

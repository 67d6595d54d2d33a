"""The arrivals of a scenario, and what becomes of them when a load test brings them."""

from __future__ import annotations

import json
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from sim.cli.request import RunRequest, build_spec, new_integration
from sim.experiment.arrivals import Arrival, export_arrivals
from sim.experiment.run import under_way
from sim.world.desk import Act
from sim.world.exogenous import KINDS, is_exogenous, key_of, kind_of
from sim.world.replayed import Replayed

SPEC = build_spec(RunRequest("ordinary_day", "reference", 1, 0.005, days=1))


@cache
def day() -> tuple[Arrival, ...]:
    return tuple(export_arrivals(SPEC, new_integration("reference")))


def test_a_day_is_exported_in_order_and_by_kind() -> None:
    found = day()
    assert [one.n for one in found] == list(range(len(found)))
    assert [one.at_s for one in found] == sorted(one.at_s for one in found)
    kinds = {(kind.system, kind.operation) for kind in KINDS}
    assert {(one.system, one.operation) for one in found} <= kinds
    assert sum(one.operation == "record_usage" for one in found) > 50
    assert any(one.operation == "create_requisition" for one in found)


def test_the_same_seed_arrives_the_same() -> None:
    assert tuple(export_arrivals(SPEC, new_integration("reference"))) == day()


def test_no_body_names_what_a_system_gave() -> None:
    """Self-contained: ids that systems assign are in the path or body of no arrival."""
    assigned = {"id", "number", "po-number", "InvoiceId", "usage_id", "chargeId"}
    for one in day():
        assert not assigned & set(json.loads(one.body)), one.operation


def test_fields_of_the_path_are_filled_in() -> None:
    spec = build_spec(RunRequest("month_end", "reference", 1, 0.005, days=2))
    changes = [
        one
        for one in export_arrivals(spec, new_integration("reference"))
        if one.operation == "update_supplier"
    ]
    assert changes
    for one in changes:
        number = one.path.removeprefix("/erp/suppliers/")
        assert number.isdigit()
        assert "SupplierNumber" not in json.loads(one.body)
        assert one.key == f"erp/{number}"


@pytest.mark.parametrize(
    ("operation", "actor", "expected"),
    [
        ("create_requisition", "buyer/H01", True),
        ("create_requisition", "facilities-desk", False),
        ("decide_requisition", "approver", False),
    ],
)
def test_what_follows_from_an_answer_stays_with_the_world(
    operation: str, actor: str, expected: bool
) -> None:
    act = Act("procurement", operation, {"cost-center": "CC-1010"}, actor)
    assert is_exogenous(act) is expected
    kind = kind_of(act)
    assert kind is None or key_of(act, kind) == "procurement/CC-1010"


def test_a_replayed_requisition_is_approved_by_the_world() -> None:
    """Left to others the world writes none; what they write goes its way."""
    wanted = next(one for one in day() if one.operation == "create_requisition")
    with under_way(SPEC, new_integration("reference"), None) as course:
        testbed = course.testbed
        world, desk = testbed.world, testbed.world.site.desk
        decided: list[str] = []
        desk.seen = lambda act, _: (
            decided.append(str(act.body["id"])) if act.operation == "decide_requisition" else None
        )
        body = json.loads(wanted.body)
        answer = desk.do("procurement", "create_requisition", body, wanted.actor)
        desk.is_left = is_exogenous
        act = Act("procurement", "create_requisition", body, wanted.actor)
        assert desk.do(*act) == {}
        world.replayed.answered(act, 201, answer)
        course.finish()
    assert decided == [str(answer["id"])]


def test_refusals_are_noted_as_people_note_them() -> None:
    noted: list[tuple[str, ...]] = []
    site: Any = SimpleNamespace(note=lambda *told: noted.append(told))
    replayed = Replayed(site, requisitions=None)  # type: ignore[arg-type]
    usage = Act("inventory", "record_usage", {"location": "L", "item_id": "I", "qty": 2}, "ward/L")
    replayed.answered(usage, 409, {})
    replayed.answered(usage, 422, {"code": "INVALID"})
    replayed.answered(usage, 201, {})
    assert [(f, key) for f, _, key, _ in noted] == [
        ("stock_out", "L/I"),
        ("refused", "inventory.record_usage"),
    ]


def test_a_department_that_the_group_has_not_is_noted() -> None:
    with under_way(SPEC, new_integration("reference"), None) as course:
        body = {"cost-center": "CC-NONE", "lines": []}
        act = Act("procurement", "create_requisition", body, "buyer/H01")
        before = course.testbed.writer.rows_written
        course.testbed.world.replayed.answered(act, 201, {"id": 1, "number": "REQ-1"})
        assert course.testbed.writer.rows_written == before + 1

"""P12: new versions of an order in the ERP, substitutes in inventory and billing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown
from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.orchestration.substitution import (
    on_order_changed,
    on_substitution_approved,
)
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    FakeHost,
    crosswalk,
    refusal,
)

TIME = "2026-04-15T03:30:00+00:00"
"""Still the 14th at the dock."""
OTHER = "100000009"
APPROVED: Mapping[str, Any] = {
    "id": 5,
    "po-number": "PO-00000012",
    "line-num": 1,
    "ordered-item-number": ITEM,
    "substitute-item-number": OTHER,
    "erp-supplier-number": "30000001",
    "ship-to": "SHIP-1001",
}
CHANGED: Mapping[str, Any] = {"po-number": "PO-00000012", "version": 2, "ship-to": "SHIP-1001"}
ERP_ORDER = {"items": [{"OrderNumber": "US00000004"}]}


def line(quantity: int, price: str = "12.5000", item: str = ITEM) -> dict[str, Any]:
    return {"line-num": 1, "item-number": item, "quantity": quantity, "unit-price": price}


def versions(*standing: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    return {"versions": [{"version": n, "lines": [one]} for n, one in standing]}


def event(kind: str, data: Mapping[str, Any]) -> Event:
    name = f"procurement.{kind}"
    return Event(f"{kind}-{data.get('version')}", "/procurement", name, TIME, "PO-00000012", data)


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def take(host: FakeHost, reference: Reference, *events: Event, seconds: float = 600) -> None:
    for one in events:
        host.clock.run(reference.on_event(one))
    host.clock.run_until(host.clock.now_s() + seconds)


def bodies(host: FakeHost, system: str, operation: str) -> list[Mapping[str, Any]]:
    return [body for name, body, _ in host.systems[system].calls if name == operation]


def test_the_erp_gets_all_lines_of_the_next_version_that_is_kept(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER)
    found = versions((1, line(10)), (3, line(0, "11.0050", OTHER)))
    host.systems["procurement"].plan("find_order_versions", found)
    take(host, reference, event("order.cancelled", CHANGED))
    assert bodies(host, "erp", "change_purchase_order") == [
        {
            "OrderNumber": "US00000004",
            "Version": 3,
            "ChangeDate": "2026-04-14",
            "Lines": [
                {"LineNumber": 1, "ItemNumber": OTHER, "Quantity": "0", "UnitPrice": "11.0050"}
            ],
        }
    ]


def test_a_version_that_is_there_already_is_done(host: FakeHost, reference: Reference) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER)
    host.systems["procurement"].plan("find_order_versions", versions((2, line(8))))
    host.systems["erp"].plan("change_purchase_order", refusal("STALE_VERSION", 409))
    take(host, reference, event("order.changed", CHANGED))
    assert host.items == {}
    assert host.storage.keys("outbox") == []


def test_an_older_version_that_comes_late_is_not_sent(host: FakeHost, reference: Reference) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER, ERP_ORDER)
    found = versions((3, line(8)))
    host.systems["procurement"].plan("find_order_versions", found, found)
    take(host, reference, event("order.changed", {**CHANGED, "version": 3}))
    take(host, reference, event("order.changed", CHANGED))
    assert len(bodies(host, "erp", "change_purchase_order")) == 1


def test_each_attempt_asks_for_the_version_that_was_announced(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER, ERP_ORDER)
    found = (versions((1, line(10)), (2, line(8))), versions((2, line(8)), (3, line(0))))
    host.systems["procurement"].plan("find_order_versions", *found)
    host.systems["erp"].plan("change_purchase_order", OutcomeUnknown("cut off"))
    take(host, reference, event("order.changed", CHANGED))
    first, second = bodies(host, "erp", "change_purchase_order")
    assert first == second
    assert first["Version"] == 2


def test_the_next_version_waits_until_no_attempt_at_the_last_one_can_land_any_more(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER, ERP_ORDER, ERP_ORDER)
    found = versions((2, line(8)), (3, line(0)))
    host.systems["procurement"].plan("find_order_versions", found, found, found)
    host.systems["erp"].plan("change_purchase_order", OutcomeUnknown("cut off"))
    take(host, reference, event("order.changed", CHANGED), seconds=20)
    assert [one["Version"] for one in bodies(host, "erp", "change_purchase_order")] == [2, 2]
    take(host, reference, event("order.changed", {**CHANGED, "version": 3}), seconds=20)
    assert len(bodies(host, "erp", "change_purchase_order")) == 2
    host.clock.run_until(host.clock.now_s() + 10)
    assert bodies(host, "erp", "change_purchase_order")[2]["Version"] == 3


def test_a_list_from_before_the_version_is_read_again(host: FakeHost, reference: Reference) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER, ERP_ORDER)
    old, new = versions((1, line(10))), versions((1, line(10)), (2, line(8)))
    host.systems["procurement"].plan("find_order_versions", old, new)
    take(host, reference, event("order.changed", CHANGED))
    (body,) = bodies(host, "erp", "change_purchase_order")
    assert (body["Version"], body["Lines"][0]["Quantity"]) == (2, "8")


def test_a_change_waits_for_its_order(host: FakeHost, reference: Reference) -> None:
    none: dict[str, Any] = {"items": []}
    host.systems["erp"].plan("find_purchase_orders", none, none, ERP_ORDER)
    host.systems["procurement"].plan("find_order_versions", versions((2, line(8))))
    take(host, reference, event("order.changed", CHANGED))
    assert len(bodies(host, "erp", "change_purchase_order")) == 1


def test_a_line_that_is_in_use_is_a_matter_for_the_supply_chain_desk(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("find_purchase_orders", ERP_ORDER)
    host.systems["procurement"].plan("find_order_versions", versions((2, line(8))))
    host.systems["erp"].plan("change_purchase_order", refusal("LINE_IN_USE", 409))
    take(host, reference, event("order.changed", CHANGED))
    (item,) = host.items.values()
    assert (item.type, item.owner, item.flow) == ("refused", "supply chain desk", "P12")


def test_inventory_and_billing_learn_what_stands_in_for_what(
    host: FakeHost, reference: Reference
) -> None:
    walk = reference.masters.crosswalk
    walk.charge_codes[UNBILLED] = "SUP00002"
    approved = {**APPROVED, "substitute-item-number": UNBILLED}
    take(host, reference, event("substitution.approved", approved))
    assert bodies(host, "inventory", "put_cross_reference") == [
        {
            "item_id": "IV-1",
            "substitute_item_id": "IV-2",
            "factor": 1,
            "supplier": "30000001",
            "valid_from": "20260414",
            "reference": "PO-00000012/1/5",
        }
    ]
    assert bodies(host, "billing", "put_charge_cross_reference") == [
        {
            "chargeCode": "SUP00001",
            "substituteChargeCode": "SUP00002",
            "effectiveOn": "20260414",
            "sourceReference": "PO-00000012/1/5",
        }
    ]


def test_what_is_not_charged_needs_no_charge_reference() -> None:
    approved = event("substitution.approved", {**APPROVED, "substitute-item-number": UNBILLED})
    (step,) = on_substitution_approved(approved, crosswalk())
    assert step.kind == "relate_items"


def test_a_substitute_that_nobody_knows_yet_is_looked_up_later() -> None:
    kinds = [
        step.kind
        for step in on_substitution_approved(event("substitution.approved", APPROVED), crosswalk())
    ]
    assert kinds == ["relate_items", "relate_charges"]


def test_what_waits_in_the_store_comes_back_as_it_was() -> None:
    for step in (
        *on_order_changed(event("order.changed", CHANGED), crosswalk()),
        *on_substitution_approved(event("substitution.approved", APPROVED), crosswalk()),
    ):
        assert from_json(to_json(step.document)) == step.document


def test_an_alternate_from_elsewhere_is_known_like_a_substitute(
    host: FakeHost, reference: Reference
) -> None:
    alternate = {**APPROVED, "id": "A3", "substitute-item-number": UNBILLED}
    take(host, reference, event("alternate.approved", alternate))
    (body,) = bodies(host, "inventory", "put_cross_reference")
    assert (body["substitute_item_id"], body["reference"]) == ("IV-2", "PO-00000012/1/A3")
    assert bodies(host, "erp", "change_purchase_order") == []

"""Documents of one hospital are nobody's at another (API1, broken object level authorisation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mock_systems.erp.tables import Tables
from tests.integration.security.guarded_group import GuardedGroup

OWN, OTHER = 0, 1
GHOST = 300_000_000_999_999


def order(group: GuardedGroup, place: int, number: str) -> dict[str, Any]:
    """The body of an ERP order for a facility."""
    facility = group.group.facilities[place]
    department = next(d for d in group.group.departments if d.facility == facility.code)
    item = group.group.items[0]
    return {
        "SourceOrderNumber": number,
        "SupplierNumber": item.supplier,
        "BusinessUnit": facility.business_unit,
        "CostCenter": department.cost_center,
        "OrderDate": "2026-04-01",
        "Lines": [
            {
                "LineNumber": 1,
                "ItemNumber": item.erp_number,
                "Quantity": 1,
                "UOMCode": "EA",
                "UnitPrice": "1.00",
            }
        ],
    }


def refused(answer: Any, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_facilitys_token_does_its_own_work(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "erp")
    made = group.call("erp", "POST /purchaseOrders", token, order(group, OWN, "PO-own"))
    assert made.status_code == 201, made.text
    found = group.call("erp", "GET /purchaseOrders?SourceOrderNumber=PO-own", token).json()
    assert [one["SourceOrderNumber"] for one in found["items"]] == ["PO-own"]


def test_an_order_for_another_facility(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "erp")
    refused(group.call("erp", "POST /purchaseOrders", token, order(group, OTHER, "PO-1")), 403)
    assert not group.books.effects


def test_another_facilitys_cost_centre_under_ones_own_business_unit(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "erp")
    mixed = {**order(group, OWN, "PO-2"), "CostCenter": order(group, OTHER, "")["CostCenter"]}
    refused(group.call("erp", "POST /purchaseOrders", token, mixed), 403)
    assert not group.books.effects


def test_a_facility_hidden_behind_a_repeated_member(group: GuardedGroup) -> None:
    """The gate reads what the system reads."""
    token = group.of_facility(OWN, "erp")
    whole = str(order(group, OWN, "PO-3")).replace("'", '"')
    other = group.group.facilities[OTHER].business_unit
    doubled = f'{whole[:-1]}, "BusinessUnit": "{other}"}}'
    refused(group.call("erp", "POST /purchaseOrders", token, content=doubled.encode()), 403)
    assert not group.books.effects


def test_a_facility_in_the_query_instead_of_the_body(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "erp")
    other = group.group.facilities[OTHER].business_unit
    line = f"POST /purchaseOrders?BusinessUnit={other}"
    refused(group.call("erp", line, token, order(group, OWN, "PO-4")), 403)
    assert not group.books.effects


def test_another_facilitys_order_by_its_number(group: GuardedGroup) -> None:
    made = group.does("erp", "create_purchase_order", order(group, OTHER, "PO-5"))
    token = group.of_facility(OWN, "erp")
    path = group.systems["erp"].operations["cancel_purchase_order"].path
    line = f"POST {path.replace('{OrderNumber}', made['OrderNumber'])}"
    refused(group.call("erp", line, token, {"Reason": "theirs"}), 404)
    found = [
        group.call("erp", f"GET /purchaseOrders?SourceOrderNumber={number}", token)
        for number in ("PO-5", "PO-of-nobody")
    ]
    assert found[0].json()["items"] == []
    assert found[0].content == found[1].content, "a search tells no more than the id"
    assert not group.books.effects


def test_sequential_ids_tell_nothing(group: GuardedGroup) -> None:
    """What another facility has looks exactly like what nobody has, whichever id is tried."""
    tables: Tables = group.systems["erp"].tables  # type: ignore[attr-defined]
    other = group.group.facilities[OTHER].business_unit
    theirs = next(one.id for one in tables.invoices.values() if one.business_unit == other)
    token = group.of_facility(OWN, "erp")
    told = []
    for id_ in (theirs, GHOST):
        answer = group.call("erp", f"POST /invoices/{id_}/holdReleases", token, {"Reason": "mine"})
        refused(answer, 404)
        told.append((answer.content, sorted(answer.headers)))
    assert told[0] == told[1]
    assert not group.books.effects


def test_lists_come_without_what_others_have(group: GuardedGroup) -> None:
    units = {}
    for place in (OWN, OTHER):
        token = group.of_facility(place, "erp")
        rows = group.call("erp", "GET /locations", token).json()["items"]
        units[place] = {row["BusinessUnit"] for row in rows}
    assert units == {place: {group.group.facilities[place].business_unit} for place in (OWN, OTHER)}
    everywhere = group.token("erp.locations.read")
    assert len(group.call("erp", "GET /locations", everywhere).json()["items"]) == 2


def requisition(group: GuardedGroup, place: int) -> dict[str, Any]:
    facility = group.group.facilities[place]
    department = next(d for d in group.group.departments if d.facility == facility.code)
    catalogue = group.systems["procurement"].documents.catalogue_rows  # type: ignore[attr-defined]
    item = catalogue[0].item_number
    return {
        "requester": "nurse",
        "cost-center": department.cost_center,
        "ship-to": facility.ship_to,
        "need-by": "04/20/2026",
        "lines": [{"line-num": 1, "item-number": item, "quantity": 1, "uom": "each"}],
    }


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("GET /requisitions/{id}", None),
        ("GET /requisitions/{id}/approvals", None),
        ("POST /requisitions/{id}/decision", {"decision": "approved", "approver": "me"}),
        ("POST /requisitions/{id}/expiry", {"reason": "unwanted"}),
    ],
)
def test_another_facilitys_requisition_by_its_id(
    group: GuardedGroup, line: str, body: Mapping[str, Any] | None
) -> None:
    made = group.does("procurement", "create_requisition", requisition(group, OTHER))
    asked = line.replace("{id}", str(made["id"]))
    refused(group.call("procurement", asked, group.of_facility(OWN, "procurement"), body), 404)
    assert not group.books.effects
    theirs = group.call("procurement", asked, group.of_facility(OTHER, "procurement"), body)
    assert theirs.status_code < 300, theirs.text


def encounter(group: GuardedGroup, place: int) -> str:
    code = group.group.facilities[place].code
    return next(one.id for one in group.group.encounters if one.facility == code)


@pytest.mark.parametrize("line", ["GET /encounters/{id}", "GET /accounts/{id}"])
def test_another_facilitys_patient(group: GuardedGroup, line: str) -> None:
    asked = line.replace("{id}", encounter(group, OTHER))
    refused(group.call("billing", asked, group.of_facility(OWN, "billing")), 404)
    assert group.call("billing", asked, group.of_facility(OTHER, "billing")).status_code == 200


def test_a_charge_to_another_facilitys_patient(group: GuardedGroup) -> None:
    """And the same again for a discharge, a payment, a refund."""
    token, id_ = group.of_facility(OWN, "billing"), encounter(group, OTHER)
    for line, body in (
        ("POST /charges", {"encounterId": id_, "chargeCode": "X", "quantity": 1}),
        (f"POST /encounters/{id_}/discharge", {"dischargedOn": "2026-04-01"}),
        ("POST /patientPayments", {"encounterId": id_, "reference": "R", "amountCents": 100}),
        ("POST /refunds", {"encounterId": id_, "reference": "R", "amountCents": 100}),
    ):
        refused(group.call("billing", line, token, body), 404)
    assert not group.books.effects


def test_a_facility_id_that_is_a_number(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "billing")
    billing_id = group.group.facilities[OTHER].billing_id
    body = {"encounterId": "E-NEW", "facilityId": billing_id, "class": "I"}
    refused(group.call("billing", "POST /encounters", token, body), 404)
    asked = f"GET /facilities?limit={billing_id}"
    assert group.call("billing", asked, token).status_code == 200, "a page's size is no facility"


def test_stock_of_another_facility(group: GuardedGroup) -> None:
    shelf = next(s for s in group.group.shelves if s.facility == group.group.facilities[OTHER].code)
    token = group.of_facility(OWN, "inventory")
    adjust = {"location": shelf.location, "item_id": shelf.item, "delta": -1, "reason": "mine"}
    refused(group.call("inventory", "POST /adjustments", token, adjust), 403)
    assert not group.books.effects


def test_a_body_that_is_no_json_is_for_those_who_may_see_everything(group: GuardedGroup) -> None:
    token = group.of_facility(OWN, "legacy_materials")
    answer = group.call("legacy_materials", "POST /soap", token, content=b"<x/>")
    refused(answer, 403)


def test_a_person_of_no_facility_sees_none(group: GuardedGroup) -> None:
    token = group.token("erp.locations.read", facilities=["0000000000000"], client="nobody")
    assert group.call("erp", "GET /locations", token).json()["items"] == []


def test_another_facilitys_usage_by_its_id(group: GuardedGroup) -> None:
    code = group.group.facilities[OTHER].code
    shelf = next(one for one in group.group.shelves if one.facility == code and one.lots)
    usage = {
        "facility": code,
        "location": shelf.location,
        "item_id": item_id(group, shelf.item),
        "qty": 1,
        "lot": shelf.lots[0][0],
        "encounter_id": encounter(group, OTHER),
        "performed_at": "20260401090000",
        "reference": "vector",
    }
    made = group.does("inventory", "record_usage", usage)["usage_id"]
    back = {"qty": 1, "reason": "mine", "returned_at": "20260401090000"}
    token = group.of_facility(OWN, "inventory")
    refused(group.call("inventory", f"GET /usages/{made}", token), 404)
    refused(group.call("inventory", f"POST /usages/{made}/returns", token, back), 404)
    theirs = group.of_facility(OTHER, "inventory")
    assert group.call("inventory", f"GET /usages/{made}", theirs).status_code == 200
    assert not group.books.effects


def item_id(group: GuardedGroup, erp_number: str) -> str:
    rows = group.systems["inventory"].tables.items.values()  # type: ignore[attr-defined]
    numbers = {str(getattr(row, "erp_item_number", "")): str(row.item_id) for row in rows}
    return numbers.get(erp_number, erp_number)


def test_another_facilitys_pick_order_by_its_number(group: GuardedGroup) -> None:
    sku = next(iter(group.systems["warehouse"].documents.items))  # type: ignore[attr-defined]
    wanted = {
        "SOURCE_REF": "vector",
        "SHIP_TO": group.group.facilities[OTHER].gln,
        "DELIVER_TO": "dock",
        "PRIORITY": "N",
        "LINES": [{"LINE": 1, "SKU": sku, "QTY": 1}],
    }
    refused(
        group.call("warehouse", "POST /PICK_ORDERS", group.of_facility(OWN, "warehouse"), wanted),
        403,
    )
    made = group.does("warehouse", "create_pick_order", wanted)["PICK_ORDER"]
    for line, body in (
        (f"GET /PICK_ORDERS/{made}", None),
        ("POST /SHIPMENTS", {"PICK_ORDER": made}),
    ):
        refused(group.call("warehouse", line, group.of_facility(OWN, "warehouse"), body), 404)
    assert not group.books.effects

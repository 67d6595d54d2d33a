"""Stored usages, read again: by id, by encounter, by the caller's own reference."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.usage_operations import UsageAnswer
from mock_systems.inventory.usages import Usage
from mock_systems.inventory.wire import Code, Message, Page, Reference
from mock_systems.service import Operation, Refusal, Work


class GetUsageRequest(Message):
    """Which usage."""

    usage_id: Code


class FindUsagesRequest(Page):
    """Either an encounter or a reference."""

    encounter_id: Reference = ""
    reference: Reference = ""


class StoredUsageAnswer(UsageAnswer):
    """A usage with what became of it; `supplier` owned the goods, "" for the hospital's own."""

    reference: str
    supplier: str
    bill_only: bool
    returned_qty: int
    wasted_qty: int


class UsagesAnswer(Message):
    """One page of usages, the latest first."""

    items: list[StoredUsageAnswer]
    has_more: bool


def get_usage(system: HasTables, request: GetUsageRequest, work: Work) -> dict[str, Any]:
    """Reads one usage."""
    del work
    return wire_usage(system.tables.usage(request.usage_id))


def find_usages(system: HasTables, request: FindUsagesRequest, work: Work) -> dict[str, Any]:
    """Reads the usages of an encounter or of a reference."""
    del work
    end = request.offset + request.limit
    found = list(islice(_matching(system.tables, request), request.offset, end + 1))
    page = found[: request.limit]
    return {"items": [wire_usage(usage) for usage in page], "has_more": len(found) > len(page)}


def _matching(tables: Tables, request: FindUsagesRequest) -> Iterator[Usage]:
    if bool(request.encounter_id) == bool(request.reference):
        raise Refusal(422, "ONE_CRITERION", "expected encounter_id or reference; name just one")
    if request.reference:
        return tables.usages.of_reference(request.reference)
    return tables.usages.of_encounter(request.encounter_id)


def wire_usage(usage: Usage) -> dict[str, Any]:
    """A usage as this vendor writes it."""
    item, location = usage.shelf.item, usage.shelf.location
    return {
        "usage_id": usage.usage_id,
        "facility": location.facility.code,
        "location": location.code,
        "item_id": item.item_id,
        "erp_item_number": item.erp_item_number,
        "qty": usage.qty,
        "lot": usage.lot,
        "serial": usage.serial,
        "encounter_id": usage.encounter_id,
        "performed_at": usage.performed_at,
        "reference": usage.reference,
        "supplier": usage.supplier,
        "bill_only": usage.bill_only,
        "returned_qty": usage.returned_qty,
        "wasted_qty": usage.wasted_qty,
    }


DECLARED = (
    Operation(
        name="get_usage",
        method="GET",
        path="/usages/{usage_id}",
        scope="inventory.usages.read",
        request=GetUsageRequest,
        response=StoredUsageAnswer,
        handler=get_usage,
        key=("usage_id",),
        summary="Reads one usage with what became of it",
    ),
    Operation(
        name="find_usages",
        method="GET",
        path="/usages",
        scope="inventory.usages.read",
        request=FindUsagesRequest,
        response=UsagesAnswer,
        handler=find_usages,
        key=("encounter_id", "reference"),
        summary="Reads the usages of an encounter or of a reference, the latest first",
    ),
)

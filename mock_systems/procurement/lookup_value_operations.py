"""The operations on lookup values of the suite (S02), which copy the ERP's reference data (P17).

A version older than the one on file is refused, so that a late update cannot undo a newer one.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Documents, Suite
from mock_systems.procurement.lookup import require_ship_to
from mock_systems.procurement.lookup_values import Lookup, LookupValue
from mock_systems.procurement.wire import (
    Code,
    Day,
    Flag,
    Message,
    Page,
    Text,
    Version,
    date_text,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class PutLookupValue(Message):
    """`erp_version` is that of the ERP's reference; `usable_from` the day of its first use."""

    lookup: Lookup
    code: Code
    name: Text
    active: Flag
    ship_to: Text = ""
    usable_from: Day | None = None
    erp_version: Version


class ListLookupValues(Page):
    lookup: Lookup


class LookupValueAnswer(Message):
    lookup: str
    code: str
    name: str
    active: bool
    ship_to: str
    usable_from: str
    erp_version: int


class LookupValuesFound(Message):
    lookup_values: list[LookupValueAnswer]
    has_more: bool


def put_lookup_value(suite: Suite, request: PutLookupValue, work: Work) -> dict[str, Any]:
    documents = suite.documents
    held = documents.lookup_values.get((request.lookup, request.code))
    if held is not None and request.erp_version < held.erp_version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{held.key} is known in version {held.erp_version}, got {request.erp_version}",
        )
    if held is not None and request.erp_version == held.erp_version:
        return _on_wire(held)
    value = _value(documents, request)
    documents.lookup_values[value.lookup, value.code] = value
    facts = {"name": value.name, "active": value.active}
    work.effect(Effect("procurement.reference", value.key, version=value.erp_version, facts=facts))
    return _on_wire(value)


def list_lookup_values(suite: Suite, request: ListLookupValues, work: Work) -> dict[str, Any]:
    values = [v for v in suite.documents.lookup_values.values() if v.lookup == request.lookup]
    rows, more = page(values, request)
    return {"lookup-values": [_on_wire(value) for value in rows], "has-more": more}


def _value(documents: Documents, request: PutLookupValue) -> LookupValue:
    if request.ship_to:
        require_ship_to(documents, request.ship_to)
    return LookupValue(
        request.lookup,
        request.code,
        request.name,
        request.active,
        request.ship_to,
        date_text(request.usable_from) if request.usable_from else "",
        request.erp_version,
    )


def _on_wire(value: LookupValue) -> dict[str, Any]:
    return {
        "lookup": value.lookup,
        "code": value.code,
        "name": value.name,
        "active": value.active,
        "ship-to": value.parent,
        "usable-from": value.usable_from,
        "erp-version": value.erp_version,
    }


OPERATIONS = (
    Operation(
        name="put_lookup_value",
        method="PUT",
        path="/lookup-values/{lookup}/{code}",
        scope="procurement.lookups.write",
        request=PutLookupValue,
        response=LookupValueAnswer,
        handler=put_lookup_value,
        key=("lookup", "code", "erp-version"),
        summary="Takes over a reference of the ERP; an older version than the known is refused.",
    ),
    Operation(
        name="list_lookup_values",
        method="GET",
        path="/lookup-values",
        scope="procurement.lookups.read",
        request=ListLookupValues,
        response=LookupValuesFound,
        handler=list_lookup_values,
        key=("lookup",),
        summary="Lists the values of a lookup with the ERP's versions.",
    ),
)

"""Cross-references from an item to its substitute (flow P12).

Each rests on one decision, an approved substitution of an order. A later decision on the same pair
renews it; the same decision again changes nothing.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from mock_systems.inventory.cross_references import CrossReference
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, LocalDate, Message, Supplier
from mock_systems.service import Effect, Operation, Refusal, Work

Decision = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class CrossReferenceRequest(Message):
    """`reference` names the decision: order/line/substitution, as procurement numbers them."""

    item_id: Code
    substitute_item_id: Code
    factor: Annotated[int, Field(ge=1, le=10_000)] = 1
    supplier: Supplier = ""
    valid_from: Annotated[LocalDate, Field(min_length=8)]
    reference: Decision


class FindCrossReferencesRequest(Message):
    """The item that is to be replaced."""

    item_id: Code


class CrossReferenceAnswer(Message):
    """A cross-reference as it stands."""

    item_id: str
    substitute_item_id: str
    factor: int
    supplier: str
    valid_from: str
    reference: str


class CrossReferencesAnswer(Message):
    """All substitutes of an item, in the order in which they were agreed."""

    cross_references: list[CrossReferenceAnswer]


def put_cross_reference(
    system: HasTables, request: CrossReferenceRequest, work: Work
) -> dict[str, Any]:
    """Agrees a substitute, or renews it under a later decision."""
    tables = system.tables
    item, substitute = tables.item(request.item_id), tables.item(request.substitute_item_id)
    if item is substitute:
        raise Refusal(422, "SAME_ITEM", f"{item.item_id} cannot stand in for itself")
    asked = CrossReference(**request.model_dump())
    pair = (asked.item_id, asked.substitute_item_id)
    if _is_new(tables, pair, asked):
        tables.cross_references[pair] = asked
        tables.cross_reference_of[asked.reference] = asked
        key = f"{asked.reference}/{substitute.erp_item_number}"
        facts = {"item": item.erp_item_number, "substitute": substitute.erp_item_number}
        work.effect(
            Effect("inventory.cross_reference", key, quantity=asked.factor, uom="EA", facts=facts)
        )
        work.emit("inventory.cross_reference.changed", item.item_id, asked._asdict())
    return asked._asdict()


def find_cross_references(
    system: HasTables, request: FindCrossReferencesRequest, work: Work
) -> dict[str, Any]:
    """Reads the substitutes of an item."""
    del work
    item = system.tables.item(request.item_id)
    found = system.tables.cross_references.values()
    return {"cross_references": [one._asdict() for one in found if one.item_id == item.item_id]}


def _is_new(tables: Tables, pair: tuple[str, str], asked: CrossReference) -> bool:
    """Raises Refusal 409 when the decision has brought something else already."""
    known = tables.cross_reference_of.get(asked.reference)
    if known is None:
        return True
    if known != asked:
        raise Refusal(
            409,
            "REFERENCE_REUSED",
            f"{asked.reference} brought {known.item_id} > {known.substitute_item_id},"
            f" got {pair[0]} > {pair[1]} or other terms; check the decision",
        )
    return False


DECLARED = (
    Operation(
        name="put_cross_reference",
        method="PUT",
        path="/items/{item_id}/substitutes/{substitute_item_id}",
        scope="inventory.items.write",
        request=CrossReferenceRequest,
        response=CrossReferenceAnswer,
        handler=put_cross_reference,
        key=("reference",),
        summary="Agrees that one item stands in for another; the same decision again does nothing",
    ),
    Operation(
        name="find_cross_references",
        method="GET",
        path="/items/{item_id}/substitutes",
        scope="inventory.items.read",
        request=FindCrossReferencesRequest,
        response=CrossReferencesAnswer,
        handler=find_cross_references,
        key=("item_id",),
        summary="Lists what may stand in for an item",
    ),
)

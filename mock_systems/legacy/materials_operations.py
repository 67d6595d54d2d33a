"""The SOAP operations: balances, receipts, issues, the log."""

from __future__ import annotations

from typing import Any, Protocol

from mock_systems.legacy.documents import Item, Movement, Stock
from mock_systems.legacy.messages import (
    Balance,
    GetBalance,
    ListMovements,
    Movements,
    Posted,
    PostIssue,
    PostReceipt,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class HasStock(Protocol):
    """The part of the system that its operations touch."""

    items: dict[str, Item]
    stores: dict[str, str]
    stock: Stock


def get_balance(system: HasStock, request: GetBalance, _: Work) -> dict[str, Any]:
    """The balance of an item that the store has ever seen, or zero."""
    item = _known(system, request.store_no, request.item_no)
    return {
        "StoreNo": request.store_no,
        "ItemNo": item.number,
        "Description": item.description,
        "Unit": item.unit,
        "OnHand": system.stock.balances.get((request.store_no, item.number), 0),
    }


def post_receipt(system: HasStock, request: PostReceipt, work: Work) -> dict[str, Any]:
    """Adds to a store. The same reference again is another receipt."""
    item = _known(system, request.store_no, request.item_no)
    movement = Movement(
        number=len(system.stock.movements) + 1,
        kind="RECEIPT",
        store=request.store_no,
        item=item.number,
        quantity=request.quantity,
        reference=request.reference,
        moved_on=request.received_on,
    )
    return _post(system, item, movement, work)


def post_issue(system: HasStock, request: PostIssue, work: Work) -> dict[str, Any]:
    """Takes from a store that has enough."""
    item = _known(system, request.store_no, request.item_no)
    on_hand = system.stock.balances.get((request.store_no, item.number), 0)
    if request.quantity > on_hand:
        raise Refusal(409, "MM-204", f"store {request.store_no} has {on_hand} of {item.number}")
    movement = Movement(
        number=len(system.stock.movements) + 1,
        kind="ISSUE",
        store=request.store_no,
        item=item.number,
        quantity=-request.quantity,
        reference=request.reference,
        moved_on=request.issued_on,
    )
    return _post(system, item, movement, work)


def list_movements(system: HasStock, request: ListMovements, _: Work) -> dict[str, Any]:
    """What was posted under a reference: the way to look before a retry."""
    found = system.stock.by_reference.get(request.reference, [])
    return {
        "Movement": [
            {
                "MovementNo": m.number,
                "Kind": m.kind,
                "StoreNo": m.store,
                "ItemNo": m.item,
                "Quantity": m.quantity,
                "MovedOn": m.moved_on,
            }
            for m in found
        ]
    }


def _known(system: HasStock, store: str, number: str) -> Item:
    if store not in system.stores:
        raise Refusal(404, "MM-101", f"no store {store}")
    item = system.items.get(number)
    if item is None:
        raise Refusal(404, "MM-102", f"no item {number}")
    return item


def _post(system: HasStock, item: Item, movement: Movement, work: Work) -> dict[str, Any]:
    on_hand = system.stock.move(movement)
    work.effect(
        Effect(
            kind=f"legacy_materials.{movement.kind.lower()}",
            key=movement.reference,
            quantity=abs(movement.quantity) * item.factor,
            uom="EA",
            facility=system.stores[movement.store],
            facts={"item": item.number, "store": movement.store},
        )
    )
    return {"MovementNo": movement.number, "ItemNo": item.number, "OnHand": on_hand}


SOAP_OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation(
            name="GetBalance",
            method="POST",
            path="/soap",
            scope="legacy_materials.stock.read",
            request=GetBalance,
            response=Balance,
            handler=get_balance,
            summary="The balance of one item in one store.",
        ),
        Operation(
            name="PostReceipt",
            method="POST",
            path="/soap",
            scope="legacy_materials.stock.write",
            request=PostReceipt,
            response=Posted,
            handler=post_receipt,
            key=("Reference",),
            summary="Books goods into a store.",
        ),
        Operation(
            name="PostIssue",
            method="POST",
            path="/soap",
            scope="legacy_materials.stock.write",
            request=PostIssue,
            response=Posted,
            handler=post_issue,
            key=("Reference",),
            summary="Books goods out of a store.",
        ),
        Operation(
            name="ListMovements",
            method="POST",
            path="/soap",
            scope="legacy_materials.stock.read",
            request=ListMovements,
            response=Movements,
            handler=list_movements,
            summary="All log lines of one reference.",
        ),
    )
}

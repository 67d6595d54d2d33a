"""Recalls: one lot set aside wherever it stands, with the usages that took it (C15).

Goods in transit are set aside on their lane; what of the lot arrives later is set aside too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import StringConstraints

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import Item, Shelf
from mock_systems.inventory.recalls import ACTIVE, RELEASED, Recall
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.usages import Usage
from mock_systems.inventory.wire import Code, Message, Reason, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class RecallRequest(Message):
    """Which lot, why; `reference` is the manufacturer's or the regulator's number."""

    item_id: Code
    lot: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    reason: Reason
    reference: Reference = ""


class ReleaseRequest(Message):
    """Which recall is over, why."""

    recall_id: Code
    reason: Reason


class GetRecallRequest(Message):
    """Which recall."""

    recall_id: Code


class FindRecallsRequest(Message):
    """By the manufacturer's or the regulator's number."""

    reference: Annotated[str, StringConstraints(min_length=1)]


class SetAsideAnswer(Message):
    """What stands set aside at one location; a lane is written `from>to`."""

    facility: str
    location: str
    qty: int


class RecalledUsageAnswer(Message):
    """A usage that took the lot; the encounter is a pseudonym."""

    usage_id: str
    facility: str
    encounter_id: str
    qty: int
    serial: str
    performed_at: str


class RecallAnswer(Message):
    """A recall as it stands: active or released."""

    recall_id: str
    item_id: str
    erp_item_number: str
    lot: str
    reference: str
    reason: str
    recalled_at: str
    status: str
    quarantined: list[SetAsideAnswer]
    usages: list[RecalledUsageAnswer]


class RecallsAnswer(Message):
    """In the order in which they were made."""

    recalls: list[RecallAnswer]


def recall_lot(system: HasTables, request: RecallRequest, work: Work) -> dict[str, Any]:
    """Sets a lot aside everywhere."""
    tables = system.tables
    item = tables.item(request.item_id)
    lot = request.lot
    _require_recallable(tables, item, lot)
    at = work.now.strftime("%Y%m%d%H%M%S")
    recall = Recall(tables.number("RL"), item, lot, request.reference, request.reason, at)
    tables.recalls[recall.recall_id] = recall
    item.recalls[lot] = recall.recall_id
    aside = [(shelf, stock.quarantine(shelf, lot)) for shelf in _shelves(tables, item)]
    used = [(one.usage_id, one.kept_qty) for one in tables.usages.of_lot(item, lot)]
    recalled = _effect("inventory.recall", recall)
    quarantined = sum(quantity for _, quantity in aside)
    facts = {**recalled.facts, "quarantined": quarantined, "usages": used}
    work.effect(recalled._replace(facts=facts))
    for shelf, quantity in aside:
        if quantity:
            work.effect(_set_aside(shelf, recall, quantity, count=1))
    answer = _wire(tables, recall)
    work.emit("inventory.lot.recalled", recall.recall_id, answer)
    return answer


def release_lot(system: HasTables, request: ReleaseRequest, work: Work) -> dict[str, Any]:
    """Ends a recall: the lot may be issued again."""
    tables = system.tables
    recall = tables.recall(request.recall_id)
    if recall.status != ACTIVE:
        raise Refusal(409, "RECALL_RELEASED", f"{recall.recall_id} is released already")
    recall.status, recall.released_because = RELEASED, request.reason
    del recall.item.recalls[recall.lot]
    work.effect(_effect("inventory.recall_release", recall))
    for shelf in _shelves(tables, recall.item):
        quantity = stock.release(shelf, recall.lot)
        if quantity:
            work.effect(_set_aside(shelf, recall, quantity, count=-1))
    answer = _wire(tables, recall)
    work.emit("inventory.lot.released", recall.recall_id, answer)
    return answer


def get_recall(system: HasTables, request: GetRecallRequest, work: Work) -> dict[str, Any]:
    """Reads a recall with what is set aside now, and with all usages of the lot so far."""
    del work
    return _wire(system.tables, system.tables.recall(request.recall_id))


def find_recalls(system: HasTables, request: FindRecallsRequest, work: Work) -> dict[str, Any]:
    """Finds the recalls under one number."""
    del work
    tables = system.tables
    found = (one for one in tables.recalls.values() if one.reference == request.reference)
    return {"recalls": [_wire(tables, recall) for recall in found]}


def _require_recallable(tables: Tables, item: Item, lot: str) -> None:
    if lot in item.recalls:
        raise Refusal(409, "LOT_RECALLED", f"{item.recalls[lot]} recalls lot {lot!r} already")
    # A bill-only lot was used without ever having been received.
    if lot not in item.expiries and not tables.usages.knows_lot(item, lot):
        raise Refusal(422, "UNKNOWN_LOT", f"{item.item_id} has no lot {lot!r}; check the label")


def _shelves(tables: Tables, item: Item) -> Iterator[Shelf]:
    for location in (*tables.locations.values(), *tables.lanes.values()):
        shelf = location.shelves.get(item.item_id)
        if shelf is not None:
            yield shelf


def _effect(kind: str, recall: Recall) -> Effect:
    """Under the number of whoever recalls, which is the same for each of the recall's lots."""
    item, lot = recall.item.erp_item_number, recall.lot
    facts = {"item": item, "lot": lot, "reason": recall.reason, "reference": recall.reference}
    key = f"{recall.reference}/{item}/{lot}" if recall.reference else recall.recall_id
    return Effect(kind, key, facts=facts)


def _set_aside(shelf: Shelf, recall: Recall, quantity: int, count: int) -> Effect:
    return Effect(
        kind="inventory.quarantine",
        key=stock.stock_key(shelf, recall.lot),
        count=count,
        quantity=quantity,
        uom=rules.EACH,
        facility=shelf.location.facility.code,
        facts={"recall": recall.recall_id},
    )


def _wire(tables: Tables, recall: Recall) -> dict[str, Any]:
    item, lot = recall.item, recall.lot
    return {
        "recall_id": recall.recall_id,
        "item_id": item.item_id,
        "erp_item_number": item.erp_item_number,
        "lot": lot,
        "reference": recall.reference,
        "reason": recall.reason,
        "recalled_at": recall.recalled_at,
        "status": recall.status,
        "quarantined": [
            {
                "facility": shelf.location.facility.code,
                "location": shelf.location.code,
                "qty": held.on_hand,
            }
            for shelf in _shelves(tables, item)
            for held in shelf.quarantined
            if held.lot == lot
        ],
        "usages": [_usage(usage) for usage in tables.usages.of_lot(item, lot)],
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "usage_id": usage.usage_id,
        "facility": usage.shelf.location.facility.code,
        "encounter_id": usage.encounter_id,
        "qty": usage.kept_qty,
        "serial": usage.serial,
        "performed_at": usage.performed_at,
    }


DECLARED = (
    Operation(
        name="recall_lot",
        method="POST",
        path="/recalls",
        scope="inventory.recalls.write",
        request=RecallRequest,
        response=RecallAnswer,
        handler=recall_lot,
        key=("item_id", "lot"),
        summary="Sets a lot aside everywhere, lists the usages that took it",
        status=201,
    ),
    Operation(
        name="release_lot",
        method="POST",
        path="/recalls/{recall_id}/release",
        scope="inventory.recalls.write",
        request=ReleaseRequest,
        response=RecallAnswer,
        handler=release_lot,
        key=("recall_id",),
        summary="Ends a recall, so that the lot may be issued again",
        status=201,
    ),
    Operation(
        name="get_recall",
        method="GET",
        path="/recalls/{recall_id}",
        scope="inventory.recalls.read",
        request=GetRecallRequest,
        response=RecallAnswer,
        handler=get_recall,
        key=("recall_id",),
        summary="Reads a recall with the stock set aside, with the usages of the lot",
    ),
    Operation(
        name="find_recalls",
        method="GET",
        path="/recalls",
        scope="inventory.recalls.read",
        request=FindRecallsRequest,
        response=RecallsAnswer,
        handler=find_recalls,
        key=("reference",),
        summary="Finds the recalls under the manufacturer's or the regulator's number",
    ),
)

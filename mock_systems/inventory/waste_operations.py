"""Waste: thrown away from a shelf, or opened for a patient but not used (UC3).

Waste of a usage moves no stock, since the usage had taken it; its event asks for the credit.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mock_systems.inventory import rules, serials, stock
from mock_systems.inventory.documents import Location, Shelf
from mock_systems.inventory.return_operations import require_kept
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Lot, Message, Quantity, Serials
from mock_systems.service import Effect, Operation, Refusal, Work


class WasteRequest(Message):
    """What was thrown away: of a usage, or else of a lot on a shelf."""

    qty: Quantity
    reason: Literal["expired", "damaged", "contaminated", "opened", "recalled"]
    usage_id: Lot = ""
    location: Lot = ""
    item_id: Lot = ""
    lot: Lot = ""
    serials: Serials = Field(default=[])


class WasteAnswer(Message):
    """The waste as booked; `usage_id` is "" when it came from the shelf."""

    waste_id: str
    usage_id: str
    facility: str
    location: str
    item_id: str
    erp_item_number: str
    qty: int
    lot: str
    reason: str
    wasted_at: str


def record_waste(system: HasTables, request: WasteRequest, work: Work) -> dict[str, Any]:
    """Books waste."""
    if request.usage_id:
        return _of_usage(system.tables, request, work)
    return _of_shelf(system.tables, request, work)


def _of_usage(tables: Tables, request: WasteRequest, work: Work) -> dict[str, Any]:
    if request.location or request.item_id or request.lot or request.serials:
        raise Refusal(422, "USAGE_SAYS_IT", "the usage says what was wasted; send usage_id alone")
    usage = tables.usage(request.usage_id)
    period = tables.open_period(usage.shelf.location.facility, work.now)
    require_kept(usage, request.qty)
    usage.wasted_qty += request.qty
    tables.usages.put(usage)
    return _booked(tables, request, usage.shelf, work, (usage.lot, period))


def _of_shelf(tables: Tables, request: WasteRequest, work: Work) -> dict[str, Any]:
    location: Location = tables.location(request.location)
    shelf = tables.look_at(location, request.item_id)
    period = tables.open_period(location.facility, work.now)
    lot = serials.require_leaving(shelf, request.lot, request.serials, request.qty)
    held = rules.choose_any(shelf, rules.require_lot(shelf.item, lot), request.qty)
    stock.take(shelf, held, request.qty)
    answer = _booked(tables, request, shelf, work, (held.lot, period))
    serials.leave(shelf.item, request.serials, answer["waste_id"])
    stock.movement(work, shelf, held.lot, -request.qty, period)
    return answer


def _booked(
    tables: Tables, request: WasteRequest, shelf: Shelf, work: Work, place: tuple[str, str]
) -> dict[str, Any]:
    lot, period = place
    facility = shelf.location.facility
    answer: dict[str, Any] = {
        "waste_id": tables.number("WA"),
        "usage_id": request.usage_id,
        "facility": facility.code,
        "location": shelf.location.code,
        "item_id": shelf.item.item_id,
        "erp_item_number": shelf.item.erp_item_number,
        "qty": request.qty,
        "lot": lot,
        "reason": request.reason,
        "wasted_at": facility.local_time.stamp(work.now),
    }
    work.effect(
        Effect(
            kind="inventory.waste",
            key=answer["waste_id"],
            quantity=request.qty,
            uom=rules.EACH,
            facility=facility.code,
            period=period,
            facts={
                "usage": request.usage_id,
                "reason": request.reason,
                "item": shelf.item.erp_item_number,
                "cost_center": shelf.location.cost_center,
            },
        )
    )
    work.emit("inventory.waste.recorded", answer["waste_id"], answer)
    return answer


DECLARED = (
    Operation(
        name="record_waste",
        method="POST",
        path="/wastes",
        scope="inventory.usages.write",
        request=WasteRequest,
        response=WasteAnswer,
        handler=record_waste,
        key=("usage_id", "location", "item_id", "lot"),
        summary="Books what was thrown away, from a shelf or of a usage",
        status=201,
    ),
)

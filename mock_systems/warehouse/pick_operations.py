"""Pick orders of the warehouse (S19): wanted, released in waves, picked, perhaps short (P11).

A wave sends pickers to the bins that expire first. Nothing is reserved: who comes too late finds
less, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from mock_systems.service import Effect, Operation, Refusal, Work
from mock_systems.warehouse.documents import (
    CLOSED,
    PICKED,
    RELEASED,
    BinLot,
    HasDocuments,
    Item,
    Pick,
    PickLine,
    PickOrder,
    ShipTo,
)
from mock_systems.warehouse.pick_messages import (
    ConfirmPick,
    CreatePickOrder,
    FindPickOrders,
    GetPickOrder,
    PickOrderAnswer,
    PickOrdersFound,
    ReleaseWave,
    Taken,
    WaveAnswer,
)
from mock_systems.warehouse.wire import EACH, ordinal_text

CUT_OFF_H = 15
"""Whatever is wanted later by the hospital's clock leaves a day later."""


def create_pick_order(system: HasDocuments, request: CreatePickOrder, work: Work) -> dict[str, Any]:
    """Takes the same SOURCE_REF twice: that is picked twice."""
    documents = system.documents
    ship_to = documents.ship_to(request.ship_to)
    numbers = [line.line for line in request.lines]
    if len(set(numbers)) < len(numbers):
        raise Refusal(422, "WH-301", f"every LINE must differ, got {numbers}")
    lines = tuple(
        PickLine(line.line, documents.item(line.sku).sku, line.qty) for line in request.lines
    )
    order = PickOrder(
        number=f"PK{len(documents.pick_orders) + 1:07d}",
        source_ref=request.source_ref,
        ship_to=request.ship_to,
        deliver_to=request.deliver_to,
        priority=request.priority,
        expected_on=_expected_on(ship_to, request.priority, work),
        lines=lines,
    )
    documents.pick_orders[order.number] = order
    same = documents.by_source.get(order.source_ref, ())
    documents.by_source[order.source_ref] = (*same, order)
    work.effect(
        Effect(
            "warehouse.pick_order",
            order.source_ref,
            quantity=sum(line.ordered for line in lines),
            uom=EACH,
            facility=order.ship_to,
            facts={"number": order.number, "priority": order.priority},
        )
    )
    return pick_order_on_wire(order)


def find_pick_orders(system: HasDocuments, request: FindPickOrders, work: Work) -> dict[str, Any]:
    """Reads the pick orders of a reference."""
    del work
    found = system.documents.by_source.get(request.source_ref, ())
    return {"PICK_ORDERS": [pick_order_on_wire(order) for order in found]}


def get_pick_order(system: HasDocuments, request: GetPickOrder, work: Work) -> dict[str, Any]:
    """Reads one pick order."""
    del work
    return pick_order_on_wire(system.documents.pick_order(request.pick_order))


def release_wave(system: HasDocuments, request: ReleaseWave, work: Work) -> dict[str, Any]:
    """Sends pickers out for what is open."""
    documents = system.documents
    orders = list(documents.waiting())[: request.limit]
    if not orders:
        raise Refusal(409, "WH-302", "nothing is open; wait for a pick order")
    documents.waves += 1
    wave = f"WV{documents.waves:06d}"
    left: dict[tuple[str, str, str], int] = {}
    tasks = []
    for order in orders:
        order.status, order.wave = RELEASED, wave
        for line in order.lines:
            for held, qty in _allocated(documents.item(line.sku), line.ordered, left):
                place = {"BIN": held.bin, "LOT": held.lot, "QTY": qty}
                tasks.append(
                    {"PICK_ORDER": order.number, "LINE": line.line, "SKU": line.sku, **place}
                )
    work.effect(Effect("warehouse.wave", wave, quantity=len(tasks)))
    return {"WAVE": wave, "PICK_ORDERS": [order.number for order in orders], "TASKS": tasks}


def confirm_pick(system: HasDocuments, request: ConfirmPick, work: Work) -> dict[str, Any]:
    """Books what was taken from the bins for one line; less than ordered is a short pick."""
    documents = system.documents
    order = documents.pick_order(request.pick_order)
    if order.status != RELEASED:
        raise Refusal(409, "WH-303", f"{order.number} is {order.status}, expected RELEASED")
    line = _unpicked(order, request.line)
    item = documents.item(line.sku)
    taken = [(_held(item, one), one.qty) for one in request.picks]
    _require_there(item, line, taken)
    for held, quantity in taken:
        held.on_hand -= quantity
    item.bins = [held for held in item.bins if held.on_hand]
    line.picks = tuple(
        Pick(held.bin, held.lot, held.expires_on, quantity) for held, quantity in taken
    )
    if all(each.picks is not None for each in order.lines):
        order.status = PICKED if any(each.picked for each in order.lines) else CLOSED
    if line.picked < line.ordered:
        _tell_short(order, line, item, work)
    return pick_order_on_wire(order)


def pick_order_on_wire(order: PickOrder) -> dict[str, Any]:
    """A pick order as this vendor writes it."""
    return {
        "PICK_ORDER": order.number,
        "SOURCE_REF": order.source_ref,
        "SHIP_TO": order.ship_to,
        "DELIVER_TO": order.deliver_to,
        "PRIORITY": order.priority,
        "STATUS": order.status,
        "WAVE": order.wave,
        "EXPECTED_ON": ordinal_text(order.expected_on),
        "LINES": [
            {
                "LINE": line.line,
                "SKU": line.sku,
                "ORDERED_QTY": line.ordered,
                "PICKED_QTY": line.picked,
            }
            for line in order.lines
        ],
    }


def _expected_on(ship_to: ShipTo, priority: str, work: Work) -> date:
    local = work.now.astimezone(ship_to.zone)
    if priority == "U":
        return local.date()
    return local.date() + timedelta(days=1 if local.hour < CUT_OFF_H else 2)


def _allocated(
    item: Item, wanted: int, left: dict[tuple[str, str, str], int]
) -> Iterator[tuple[BinLot, int]]:
    """Bins, first expired first; `left` remembers what a wave has not given away yet."""
    for held in sorted(item.bins, key=lambda held: (held.expires_on, held.lot, held.bin)):
        place = (item.sku, held.bin, held.lot)
        quantity = min(wanted, left.get(place, held.on_hand))
        if quantity > 0:
            left[place] = left.get(place, held.on_hand) - quantity
            wanted -= quantity
            yield held, quantity


def _unpicked(order: PickOrder, number: int) -> PickLine:
    for line in order.lines:
        if line.line == number and line.picks is None:
            return line
    raise Refusal(409, "WH-304", f"{order.number} has no unpicked line {number}; read the order")


def _held(item: Item, taken: Taken) -> BinLot:
    for held in item.bins:
        if (held.bin, held.lot) == (taken.bin, taken.lot):
            return held
    raise Refusal(409, "WH-305", f"{item.sku}: bin {taken.bin} has no lot {taken.lot}")


def _require_there(item: Item, line: PickLine, taken: list[tuple[BinLot, int]]) -> None:
    places = {(held.bin, held.lot) for held, _ in taken}
    if len(places) < len(taken):
        raise Refusal(422, "WH-306", "every bin with lot at most once; add their quantities")
    for held, quantity in taken:
        if quantity > held.on_hand:
            raise Refusal(
                409, "WH-307", f"{item.sku} in {held.bin}: {held.on_hand} there, got {quantity}"
            )
    total = sum(quantity for _, quantity in taken)
    if total > line.ordered:
        raise Refusal(409, "WH-308", f"line {line.line} wants {line.ordered}, got {total}")


def _tell_short(order: PickOrder, line: PickLine, item: Item, work: Work) -> None:
    short = line.ordered - line.picked
    work.effect(
        Effect(
            "warehouse.short_pick",
            f"{order.number}/{line.line}",
            quantity=short,
            uom=EACH,
            facility=order.ship_to,
            facts={
                "source_ref": order.source_ref,
                "item": item.part_number,
                "deliver_to": order.deliver_to,
                "picked": line.picked,
            },
        )
    )
    data = {
        "PICK_ORDER": order.number,
        "SOURCE_REF": order.source_ref,
        "LINE": line.line,
        "SKU": line.sku,
        "PART_NO": item.part_number,
        "ORDERED_QTY": line.ordered,
        "PICKED_QTY": line.picked,
    }
    work.emit("warehouse.pick.short", f"{order.number}/{line.line}", data)


DECLARED = (
    Operation(
        name="create_pick_order",
        method="POST",
        path="/PICK_ORDERS",
        scope="warehouse.picks.write",
        request=CreatePickOrder,
        response=PickOrderAnswer,
        handler=create_pick_order,
        key=("SOURCE_REF",),
        summary="Asks for goods under a reference; the same reference again asks again",
        status=201,
    ),
    Operation(
        name="find_pick_orders",
        method="GET",
        path="/PICK_ORDERS",
        scope="warehouse.picks.read",
        request=FindPickOrders,
        response=PickOrdersFound,
        handler=find_pick_orders,
        key=("SOURCE_REF",),
        summary="Reads the pick orders of a reference; more than one is possible",
    ),
    Operation(
        name="get_pick_order",
        method="GET",
        path="/PICK_ORDERS/{PICK_ORDER}",
        scope="warehouse.picks.read",
        request=GetPickOrder,
        response=PickOrderAnswer,
        handler=get_pick_order,
        key=("PICK_ORDER",),
        summary="Reads one pick order",
    ),
    Operation(
        name="release_wave",
        method="POST",
        path="/WAVES",
        scope="warehouse.waves.write",
        request=ReleaseWave,
        response=WaveAnswer,
        handler=release_wave,
        summary="Sends pickers out for the open orders, urgent ones first",
        status=201,
    ),
    Operation(
        name="confirm_pick",
        method="POST",
        path="/PICK_ORDERS/{PICK_ORDER}/PICKS",
        scope="warehouse.picks.confirm",
        request=ConfirmPick,
        response=PickOrderAnswer,
        handler=confirm_pick,
        key=("PICK_ORDER", "LINE"),
        summary="Books what was taken for one line; less than ordered is a short pick",
        status=201,
    ),
)

"""Counts of a location: opened, entered blind, posted as differences with a reason.

A line's difference is measured against the book at the moment of its entry, so that movements
before the posting stay right; one beyond the tolerance is posted only after a second count.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory import rules
from mock_systems.inventory.count_operations import Correction, book_correction
from mock_systems.inventory.documents import Shelf
from mock_systems.inventory.stocktakes import CANCELLED, OPEN, POSTED, CountLine, Stocktake
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, Lot, Message, Reason
from mock_systems.service import Effect, Operation, Refusal, Work


class OpenCountRequest(Message):
    """Where to count."""

    location: Code


class CountRequest(Message):
    """Which count."""

    count_id: Code


class EnterCountRequest(Message):
    """What was found of one lot."""

    count_id: Code
    item_id: Code
    counted_qty: int = Field(ge=0, le=10_000_000)
    lot: Lot = ""


class PostCountRequest(Message):
    """Which count, why it differs from the book."""

    count_id: Code
    reason: Reason


class CountLineAnswer(Message):
    """One lot; `recount` until a second count confirms a large difference."""

    item_id: str
    lot: str
    counted_qty: int
    book_qty: int
    variance: int
    entries: int
    recount: bool


class CountAnswer(Message):
    """A count as it stands: open, posted or cancelled."""

    count_id: str
    location: str
    opened_at: str
    status: str
    lines: list[CountLineAnswer]


def open_count(system: HasTables, request: OpenCountRequest, work: Work) -> dict[str, Any]:
    """Opens a count; a location has one at a time."""
    tables = system.tables
    location = tables.location(request.location)
    other = tables.open_stocktakes.get(request.location)
    if other is not None:
        raise Refusal(409, "COUNT_OPEN", f"{other.count_id} is open there; post or cancel it first")
    opened_at = location.facility.local_time.stamp(work.now)
    stocktake = Stocktake(tables.number("CN"), location, opened_at)
    tables.stocktakes[stocktake.count_id] = tables.open_stocktakes[location.code] = stocktake
    work.effect(Effect("inventory.count", stocktake.count_id, facility=location.facility.code))
    return _wire(stocktake)


def enter_count(system: HasTables, request: EnterCountRequest, work: Work) -> dict[str, Any]:
    """Takes the figure of one lot, the last one entered counting."""
    del work
    tables = system.tables
    stocktake = _open(tables, request.count_id)
    shelf = tables.look_at(stocktake.location, request.item_id)
    lot = rules.require_lot(shelf.item, request.lot)
    _require_countable(shelf, lot)
    line = CountLine(shelf, lot, request.counted_qty, _book_qty(shelf, lot))
    earlier = stocktake.lines.get((request.item_id, lot))
    large = abs(line.variance) > tables.settings.count_tolerance_ea
    line.recount = large and (earlier is None or earlier.variance != line.variance)
    line.entries = earlier.entries + 1 if earlier else 1
    stocktake.lines[request.item_id, lot] = line
    return _wire(stocktake)


def post_count(system: HasTables, request: PostCountRequest, work: Work) -> dict[str, Any]:
    """Books the differences, all or none."""
    tables = system.tables
    stocktake = _open(tables, request.count_id)
    period = tables.open_period(stocktake.location.facility, work.now)
    for line in stocktake.lines.values():
        _require_postable(line)
    for line in stocktake.lines.values():
        if line.variance:
            shelf = tables.open_shelf(stocktake.location, line.shelf.item)
            reason = f"{stocktake.count_id}: {request.reason}"
            difference = Correction(shelf, line.lot, line.variance, reason, period)
            book_correction(tables, difference, work)
    _end(tables, stocktake, POSTED, work)
    return _wire(stocktake)


def cancel_count(system: HasTables, request: CountRequest, work: Work) -> dict[str, Any]:
    """Ends a count without effect on stock."""
    stocktake = _open(system.tables, request.count_id)
    _end(system.tables, stocktake, CANCELLED, work)
    return _wire(stocktake)


def get_count(system: HasTables, request: CountRequest, work: Work) -> dict[str, Any]:
    """Reads one count."""
    del work
    return _wire(system.tables.stocktake(request.count_id))


def _open(tables: Tables, count_id: str) -> Stocktake:
    stocktake = tables.stocktake(count_id)
    if stocktake.status != OPEN:
        raise Refusal(409, "COUNT_NOT_OPEN", f"{count_id} is {stocktake.status}; open a new one")
    return stocktake


def _require_countable(shelf: Shelf, lot: str) -> None:
    item = shelf.item
    if item.serial_tracked:
        raise Refusal(
            422, "SERIAL_TRACKED", f"{item.item_id} is kept by serial; adjust the units by name"
        )
    if lot and lot not in item.expiries:
        raise Refusal(422, "UNKNOWN_LOT", f"{item.item_id} has no lot {lot!r}; receive it first")


def _book_qty(shelf: Shelf, lot: str) -> int:
    return sum(held.on_hand for held in (*shelf.lots, *shelf.quarantined) if held.lot == lot)


def _require_postable(line: CountLine) -> None:
    place = f"{line.shelf.item.item_id}/{line.lot}"
    if line.recount:
        raise Refusal(
            409, "RECOUNT_REQUIRED", f"{place} differs by {line.variance}; count it once more"
        )
    location = line.shelf.location
    shelf = location.shelves.get(line.shelf.item.item_id, line.shelf)
    if _book_qty(shelf, line.lot) + line.variance < 0:
        raise Refusal(409, "COUNT_STALE", f"{place} was used up since; count it once more")


def _end(tables: Tables, stocktake: Stocktake, status: str, work: Work) -> None:
    stocktake.status = status
    del tables.open_stocktakes[stocktake.location.code]
    facility = stocktake.location.facility.code
    lines = len(stocktake.lines)
    facts = {"status": status, "lines": lines}
    effect = Effect("inventory.count_end", stocktake.count_id, facility=facility, facts=facts)
    work.effect(effect)


def _wire(stocktake: Stocktake) -> dict[str, Any]:
    return {
        "count_id": stocktake.count_id,
        "location": stocktake.location.code,
        "opened_at": stocktake.opened_at,
        "status": stocktake.status,
        "lines": [_line(line) for line in stocktake.lines.values()],
    }


def _line(line: CountLine) -> dict[str, Any]:
    return {
        "item_id": line.shelf.item.item_id,
        "lot": line.lot,
        "counted_qty": line.counted_qty,
        "book_qty": line.book_qty,
        "variance": line.variance,
        "entries": line.entries,
        "recount": line.recount,
    }


DECLARED = (
    Operation(
        name="open_count",
        method="POST",
        path="/counts",
        scope="inventory.counts.write",
        request=OpenCountRequest,
        response=CountAnswer,
        handler=open_count,
        key=("location",),
        summary="Opens a count of a location",
        status=201,
    ),
    Operation(
        name="enter_count",
        method="PUT",
        path="/counts/{count_id}/lines",
        scope="inventory.counts.write",
        request=EnterCountRequest,
        response=CountAnswer,
        handler=enter_count,
        key=("count_id", "item_id", "lot"),
        summary="Enters what was found of one lot",
    ),
    Operation(
        name="post_count",
        method="POST",
        path="/counts/{count_id}/posting",
        scope="inventory.counts.write",
        request=PostCountRequest,
        response=CountAnswer,
        handler=post_count,
        key=("count_id",),
        summary="Books a count's differences as adjustments, all or none",
        status=201,
    ),
    Operation(
        name="cancel_count",
        method="POST",
        path="/counts/{count_id}/cancellation",
        scope="inventory.counts.write",
        request=CountRequest,
        response=CountAnswer,
        handler=cancel_count,
        key=("count_id",),
        summary="Ends a count without effect on stock",
        status=201,
    ),
    Operation(
        name="get_count",
        method="GET",
        path="/counts/{count_id}",
        scope="inventory.counts.read",
        request=CountRequest,
        response=CountAnswer,
        handler=get_count,
        key=("count_id",),
        summary="Reads a count",
    ),
)

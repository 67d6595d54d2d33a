"""The decisions of the inventory application, free of state changes.

Each either returns what shall happen or raises the Refusal that the caller will see.
"""

from __future__ import annotations

from mock_systems.inventory.documents import CLOSED, Item, LotStock, Period, Shelf
from mock_systems.service import Refusal

EACH = "EA"
LAST = "99999999"


def expiry_order(held: LotStock) -> tuple[str, str]:
    """First expired, first out; a lot without a known expiry comes last."""
    return (held.expiry or LAST, held.lot)


def period_of(stamp: str) -> str:
    """The period "YYYY-MM" of a local `YYYYMMDD...`."""
    return f"{stamp[:4]}-{stamp[4:6]}"


def to_each(item: Item, quantity: int, uom: str) -> int:
    """Converts a received quantity to eaches by the item's purchase unit."""
    if uom == EACH:
        return quantity
    if uom == item.purchase_uom:
        return quantity * item.factor
    raise Refusal(
        422,
        "UOM_MISMATCH",
        f"{item.item_id} is received in {EACH} or {item.purchase_uom}, got {uom}; convert first",
    )


def lot_key(item: Item, lot: str) -> str:
    """The lot under which stock is kept: "" for items without lots."""
    return lot if item.lot_tracked else ""


def require_lot(item: Item, lot: str) -> str:
    """As `lot_key`, for a document that must name the lot of a lot-tracked item."""
    if item.lot_tracked and not lot:
        raise Refusal(422, "LOT_REQUIRED", f"{item.item_id} is lot-tracked; name the lot")
    return lot_key(item, lot)


def find_lot(shelf: Shelf, lot: str) -> LotStock | None:
    """What the shelf holds of a lot."""
    for held in shelf.lots:
        if held.lot == lot:
            return held
    return None


def choose_lot(shelf: Shelf, lot: str, quantity: int) -> LotStock:
    """The named lot, or else the first to expire, that alone holds the whole quantity."""
    wanted = lot_key(shelf.item, lot)
    for held in shelf.lots:
        if held.on_hand >= quantity and (not wanted or held.lot == wanted):
            return held
    place = f"{shelf.location.code}/{shelf.item.item_id}"
    raise Refusal(
        409,
        "INSUFFICIENT_STOCK",
        f"{place}: no {f'lot {wanted}' if wanted else 'single lot'} holds {quantity},"
        f" on hand {shelf.on_hand} in {len(shelf.lots)} lot(s); receive, transfer or adjust first",
    )


def require_not_closed(period: Period | None, name: str) -> None:
    """A closed period takes no movement; one that is closing still does."""
    if period is not None and period.status == CLOSED:
        raise Refusal(422, "PERIOD_CLOSED", f"period {name} is closed; use a date in an open one")

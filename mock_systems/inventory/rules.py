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


def choose_lot(shelf: Shelf, lot: str, quantity: int, day: str = "") -> LotStock:
    """The named lot, or else the first to expire, that alone holds the whole quantity; with a
    `day`, none that expired before it."""
    wanted = lot_key(shelf.item, lot)
    for held in shelf.lots:
        if (
            held.on_hand >= quantity
            and (not wanted or held.lot == wanted)
            and not "" < held.expiry < day
        ):
            return held
    _refuse_barred(shelf, wanted, quantity, day)
    place = f"{shelf.location.code}/{shelf.item.item_id}"
    raise Refusal(
        409,
        "INSUFFICIENT_STOCK",
        f"{place}: no {f'lot {wanted}' if wanted else 'single lot'} holds {quantity},"
        f" on hand {shelf.on_hand} in {len(shelf.lots)} lot(s); receive, transfer or adjust first",
    )


def _refuse_barred(shelf: Shelf, wanted: str, quantity: int, day: str) -> None:
    """Says so when there is enough of a lot that may not be issued."""
    place = f"{shelf.location.code}/{shelf.item.item_id}"
    for held in (*shelf.lots, *shelf.quarantined):
        if held.on_hand < quantity or (wanted and held.lot != wanted):
            continue
        if held.quarantined:
            raise Refusal(
                409,
                "LOT_RECALLED",
                f"{place}: lot {held.lot} is recalled by {shelf.item.recalls.get(held.lot)};"
                " use another lot",
            )
        raise Refusal(
            409,
            "LOT_EXPIRED",
            f"{place}: lot {held.lot} expired on {held.expiry}, before {day}; use another lot",
        )


def choose_any(shelf: Shelf, lot: str, quantity: int) -> LotStock:
    """As `choose_lot`, a lot in quarantine included when it is named."""
    for held in shelf.quarantined:
        if lot and held.lot == lot and held.on_hand >= quantity:
            return held
    return choose_lot(shelf, lot, quantity)


def require_owner(item: Item, lot: str, owner: str) -> None:
    """A lot belongs to the hospital or to one supplier, as it first arrived."""
    if owner and not lot:
        raise Refusal(
            422, "CONSIGNMENT_NEEDS_LOT", f"{item.item_id} has no lots; consigned goods need them"
        )
    held_by = item.owners.get(lot, "")
    if lot in item.expiries and held_by != owner:
        raise Refusal(
            409,
            "OWNERSHIP_MISMATCH",
            f"lot {lot!r} of {item.item_id} belongs to {held_by or 'the hospital'},"
            f" got {owner or 'the hospital'}; correct the document",
        )


def require_not_closed(period: Period | None, name: str) -> None:
    """A closed period takes no movement; one that is closing still does."""
    if period is not None and period.status == CLOSED:
        raise Refusal(422, "PERIOD_CLOSED", f"period {name} is closed; use a date in an open one")

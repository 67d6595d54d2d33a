"""Units with a serial number: which may leave a shelf, which may arrive, where each stands.

A serial number names one unit of an item for good; the number of units of a lot on a shelf is
what the shelf holds of that lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mock_systems.inventory.documents import Item, SerialUnit, Shelf
from mock_systems.service import Refusal


def require_leaving(shelf: Shelf, lot: str, serials: Sequence[str], quantity: int) -> str:
    """The one lot to which the named units on a shelf belong; `lot` for items without serials."""
    item = shelf.item
    if not _tracked(item, serials, quantity):
        return lot
    lots = {lot} if lot else set()
    for serial in serials:
        unit = item.serials.get(serial)
        if unit is None or unit.shelf is not shelf:
            place = f"{shelf.location.code}/{item.item_id}"
            raise Refusal(409, "SERIAL_NOT_HERE", f"{place} holds no unit {serial!r}; see the unit")
        lots.add(unit.lot)
    if len(lots) > 1:
        raise Refusal(
            422, "SERIALS_OF_SEVERAL_LOTS", f"expected units of one lot, got lots {sorted(lots)}"
        )
    return lots.pop()


def require_arriving(item: Item, lot: str, serials: Sequence[str], quantity: int) -> None:
    """Units that arrive are new to the item, or come back to the lot they left."""
    if not _tracked(item, serials, quantity):
        return
    for serial in serials:
        unit = item.serials.get(serial)
        if unit is not None and (unit.shelf is not None or unit.lot != lot):
            raise Refusal(
                409,
                "DUPLICATE_SERIAL",
                f"{item.item_id} has a unit {serial!r} of lot {unit.lot}; check the label",
            )


def require_new(item: Item, serials: Sequence[str], quantity: int) -> None:
    """Units that a supplier brings were never seen before."""
    if not _tracked(item, serials, quantity):
        return
    for serial in serials:
        if serial in item.serials:
            raise Refusal(
                409, "DUPLICATE_SERIAL", f"{item.item_id} had a unit {serial!r}; check the label"
            )


def leave(item: Item, serials: Iterable[str], taken_by: str) -> None:
    """Takes units off their shelf in the name of a document."""
    for serial in serials:
        unit = item.serials[serial]
        unit.shelf, unit.taken_by = None, taken_by


def arrive(shelf: Shelf, lot: str, serials: Iterable[str]) -> None:
    """Puts units on a shelf."""
    for serial in serials:
        shelf.item.serials[serial] = SerialUnit(lot, shelf)


def _tracked(item: Item, serials: Sequence[str], quantity: int) -> bool:
    """Whether units are to be looked at. Raises Refusal 422 when they do not fit the quantity."""
    if not item.serial_tracked:
        if serials:
            raise Refusal(
                422, "NOT_SERIAL_TRACKED", f"{item.item_id} has no serial numbers; name none"
            )
        return False
    if len(set(serials)) != quantity or len(serials) != quantity:
        raise Refusal(
            422,
            "SERIALS_REQUIRED",
            f"{item.item_id} is kept by serial number: expected {quantity} different ones,"
            f" got {len(serials)}",
        )
    return True

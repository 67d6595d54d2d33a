"""Stock movements: the only code that changes a quantity on hand.

Keeping them here keeps three things together: the lots in expiry order, the index of shelves
below par, the movement that the recorder sees.
"""

from __future__ import annotations

from bisect import insort

from mock_systems.inventory import rules
from mock_systems.inventory.documents import LotStock, Shelf
from mock_systems.service import Effect, Work


def put(shelf: Shelf, lot: str, quantity: int) -> None:
    """Adds to a lot, which the item's lot master must know; a recalled lot is set aside."""
    if lot in shelf.item.recalls:
        _set_aside(shelf, lot, quantity)
        return
    held = rules.find_lot(shelf, lot)
    if held is None:
        expiry = shelf.item.expiries.get(lot, "")
        insort(shelf.lots, LotStock(lot, expiry, quantity), key=rules.expiry_order)
    else:
        held.on_hand += quantity
    shelf.on_hand += quantity
    reindex(shelf)


def take(shelf: Shelf, held: LotStock, quantity: int) -> None:
    """Removes from a lot that `rules` found to hold enough; an emptied lot leaves the shelf."""
    held.on_hand -= quantity
    if held.quarantined:
        if held.on_hand == 0:
            shelf.quarantined.remove(held)
        return
    if held.on_hand == 0:
        shelf.lots.remove(held)
    shelf.on_hand -= quantity
    reindex(shelf)


def quarantine(shelf: Shelf, lot: str) -> int:
    """Sets a recalled lot aside; it stays on hand but is not issued. Returns its quantity."""
    held = rules.find_lot(shelf, lot)
    if held is None:
        return 0
    quantity = held.on_hand
    take(shelf, held, quantity)
    _set_aside(shelf, lot, quantity)
    return quantity


def release(shelf: Shelf, lot: str) -> int:
    """Puts a lot back that is recalled no longer. Returns its quantity."""
    held = next((aside for aside in shelf.quarantined if aside.lot == lot), None)
    if held is None:
        return 0
    shelf.quarantined.remove(held)
    put(shelf, lot, held.on_hand)
    return held.on_hand


def _set_aside(shelf: Shelf, lot: str, quantity: int) -> None:
    for held in shelf.quarantined:
        if held.lot == lot:
            held.on_hand += quantity
            return
    expiry = shelf.item.expiries.get(lot, "")
    shelf.quarantined.append(LotStock(lot, expiry, quantity, quarantined=True))


def reindex(shelf: Shelf) -> None:
    """Keeps the facility's index of shelves below par; staying below keeps the place in it."""
    below_par = shelf.location.facility.below_par
    if shelf.on_hand < shelf.par_qty:
        below_par[shelf] = None
    elif shelf in below_par:
        del below_par[shelf]


def movement(work: Work, shelf: Shelf, lot: str, quantity: int, period: str) -> None:
    """Notes a signed movement, from which stock conservation is checked."""
    work.effect(
        Effect(
            kind="inventory.movement",
            key=stock_key(shelf, lot),
            quantity=quantity,
            uom=rules.EACH,
            facility=shelf.location.facility.code,
            period=period,
        )
    )


def stock_key(shelf: Shelf, lot: str) -> str:
    """The key of one line of the stock book."""
    return f"{shelf.location.code}/{shelf.item.item_id}/{lot}"

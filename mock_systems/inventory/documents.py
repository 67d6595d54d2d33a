"""What the inventory application keeps: masters, shelves with their lots, periods.

A shelf is one item at one location. Its lots stand in expiry order, so that first-expired,
first-out is the first lot that holds enough. Quantities are whole eaches.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mock_systems.inventory.local_time import LocalTime

OPEN, CLOSING, CLOSED = "open", "closing", "closed"


@dataclass(slots=True, eq=False)
class Item:
    """An item of the item master; `expiries` is its lot master: lot -> YYYYMMDD, "" unknown."""

    item_id: str
    erp_item_number: str
    description: str
    lot_tracked: bool
    implant: bool
    purchase_uom: str
    factor: int
    """Eaches in one purchase unit."""
    expiries: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PeriodTotals:
    """What one facility used or received in one of its local periods."""

    usage_lines: int = 0
    usage_qty: int = 0
    receipt_lines: int = 0
    receipt_qty: int = 0


@dataclass(slots=True, eq=False)
class Facility:
    """A hospital; `below_par` is an ordered set, oldest shortage first."""

    code: str
    gln: str
    time_zone: str
    local_time: LocalTime
    totals: dict[str, PeriodTotals] = field(default_factory=dict)
    below_par: dict[Shelf, None] = field(default_factory=dict)

    def totals_of(self, period: str) -> PeriodTotals:
        """The running totals of a period, started at zero."""
        totals = self.totals.get(period)
        if totals is None:
            totals = self.totals[period] = PeriodTotals()
        return totals


@dataclass(slots=True, eq=False)
class Location:
    """A stock room of a department; `shelves` by item id."""

    code: str
    facility: Facility
    department: str
    cost_center: str
    shelves: dict[str, Shelf] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class LotStock:
    """What a shelf holds of one lot; the lot is "" for items without lots."""

    lot: str
    expiry: str
    on_hand: int


@dataclass(slots=True, eq=False)
class Shelf:
    """One item at one location; hashed by identity."""

    location: Location
    item: Item
    on_hand: int = 0
    lots: list[LotStock] = field(default_factory=list)
    par_qty: int = 0
    reorder_qty: int = 0


@dataclass(slots=True)
class Period:
    """An accounting period "YYYY-MM" as the ERP's calendar last told it."""

    name: str
    status: str = OPEN
    erp_version: int = 0
    totals_sent: bool = False

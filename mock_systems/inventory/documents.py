"""What the inventory application keeps: masters, shelves with their lots, periods.

A shelf is one item at one location. Its lots stand in expiry order, so that first-expired,
first-out is the first lot that holds enough; recalled lots stand aside. Quantities are whole
eaches.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mock_systems.inventory.local_time import LocalTime

OPEN, CLOSING, CLOSED = "open", "closing", "closed"


@dataclass(slots=True)
class Settings:
    """How this customer runs the application."""

    block_expired: bool = False
    """Whether a lot past its expiry is refused to a usage."""
    count_tolerance_ea: int = 2
    """A count that differs by more is counted again."""


@dataclass(slots=True, eq=False)
class SerialUnit:
    """One unit with its own number; `shelf` is None once `taken_by` took it away."""

    lot: str
    shelf: Shelf | None = field(repr=False)
    taken_by: str = ""


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
    serial_tracked: bool = False
    ndc: str = ""
    dispensing_uom: str = ""
    dispensing_factor: int = 0
    """Dispensing units in one each: 10 ML in a vial."""
    expiries: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """Consigned lots -> the supplier that owns them."""
    recalls: dict[str, str] = field(default_factory=dict)
    """Recalled lots -> the recall in force."""
    serials: dict[str, SerialUnit] = field(default_factory=dict)
    active: bool = True
    erp_version: int = 1


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
    consumed: dict[Shelf, int] = field(default_factory=dict, repr=False)
    """Used since the last replenishment by consumption, oldest first."""

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
    instance: str = ""
    """Which departmental instance keeps it: surgery, cardiology, pharmacy; "" the general one."""
    shelves: dict[str, Shelf] = field(default_factory=dict)
    name: str = ""
    active: bool = True
    erp_version: int = 0
    """Of the ERP's reference, 0 for a room that was here before there was one."""


@dataclass(slots=True, eq=False)
class LotStock:
    """What a shelf holds of one lot; the lot is "" for items without lots."""

    lot: str
    expiry: str
    on_hand: int
    quarantined: bool = False


@dataclass(slots=True, eq=False)
class Shelf:
    """One item at one location; `on_hand` may be issued, `quarantined` may not."""

    location: Location
    item: Item
    on_hand: int = 0
    lots: list[LotStock] = field(default_factory=list)
    par_qty: int = 0
    reorder_qty: int = 0
    quarantined: list[LotStock] = field(default_factory=list)
    replenishment: str = ""
    """The open replenishment that will fill it."""


@dataclass(slots=True)
class Period:
    """An accounting period "YYYY-MM" as the ERP's calendar last told it."""

    name: str
    status: str = OPEN
    erp_version: int = 0
    totals_sent: bool = False

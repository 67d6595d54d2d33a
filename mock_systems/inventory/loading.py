"""Loading of masters plus opening stock, before the simulation starts.

Rows are checked as strictly as requests, but there is nobody to refuse: a bad row raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import Field

from mock_systems.inventory import rules, stock
from mock_systems.inventory import serials as units
from mock_systems.inventory.documents import OPEN, Facility, Item, Location, Period, Shelf
from mock_systems.inventory.references import CostCenter
from mock_systems.inventory.tables import Tables
from mock_systems.inventory.wire import (
    Code,
    LocalDate,
    Lot,
    Message,
    Ndc,
    PeriodName,
    Quantity,
    Serials,
    Supplier,
    Uom,
)
from mock_systems.service import Refusal


class LocationRow(Message):
    """A stock room; all rows of a facility must agree on its GLN, its time zone too."""

    facility: Code
    location: Code
    department: str
    cost_center: str
    gln: str = Field(pattern=r"^[0-9]{13}$")
    time_zone: str
    instance: Literal["", "surgery", "cardiology", "pharmacy"] = ""


class CostCenterRow(Message):
    """A cost centre of a facility that is loaded already."""

    cost_center: Code
    name: str
    facility: Code


class ItemRow(Message):
    """An item of the item master."""

    item_id: Code
    erp_item_number: Code
    description: str
    lot_tracked: bool
    implant: bool
    purchase_uom: Uom
    factor: Quantity
    serial_tracked: bool = False
    ndc: Ndc = ""
    dispensing_uom: str = ""
    dispensing_factor: int = Field(default=0, ge=0)


class StockRow(Message):
    """Opening stock of one lot, in eaches."""

    facility: Code
    location: Code
    item_id: Code
    qty: Quantity
    lot: Lot = ""
    expiry: LocalDate = ""
    serials: Serials = Field(default=[])
    consignor: Supplier = ""


class ParRow(Message):
    """The level to keep on a shelf, with the quantity to order when below it."""

    location: Code
    item_id: Code
    par_qty: int = Field(ge=0)
    reorder_qty: int = Field(ge=0)


class PeriodRow(Message):
    """A period that the calendar knows at the start."""

    period: PeriodName
    status: Literal["open", "closing", "closed"] = "open"
    erp_version: int = Field(default=0, ge=0)


class SettingsRow(Message):
    """How this customer runs the application; what is left out stays as it is."""

    block_expired: bool | None = None
    count_tolerance_ea: int | None = Field(default=None, ge=0)


def load_row(tables: Tables, kind: str, row: Mapping[str, Any]) -> None:
    """Takes one row. Raises ValueError for an unknown kind or a bad row."""
    if kind not in LOADERS:
        raise ValueError(f"inventory loads {', '.join(LOADERS)}; got {kind!r}")
    model, loader = LOADERS[kind]
    try:
        loader(tables, model.model_validate(row))
    except Refusal as refusal:
        raise ValueError(f"{kind} {dict(row)}: {refusal}") from refusal


def _load_location(tables: Tables, row: LocationRow) -> None:
    if row.location in tables.locations:
        raise ValueError(f"location {row.location} is loaded already")
    facility = tables.facilities.get(row.facility)
    if facility is None:
        local_time = tables.local_time(row.time_zone)
        facility = Facility(row.facility, row.gln, row.time_zone, local_time)
        tables.facilities[row.facility] = facility
    if (facility.gln, facility.time_zone) != (row.gln, row.time_zone):
        raise ValueError(
            f"{row.location}: another GLN or time zone than the rest of {row.facility}"
        )
    location = Location(row.location, facility, row.department, row.cost_center, row.instance)
    tables.locations[row.location] = location


def _load_cost_center(tables: Tables, row: CostCenterRow) -> None:
    facility = tables.facility(row.facility)
    tables.cost_centers[row.cost_center] = CostCenter(row.cost_center, row.name, facility)


def _load_item(tables: Tables, row: ItemRow) -> None:
    if row.item_id in tables.items:
        raise ValueError(f"item {row.item_id} is loaded already")
    item = Item(**row.model_dump())
    # An implant's lot must be known on the charge, so implants are always kept by lot.
    item.lot_tracked = item.lot_tracked or item.implant or item.serial_tracked
    if bool(item.dispensing_uom) != bool(item.dispensing_factor):
        raise ValueError(f"{row.item_id}: expected dispensing_uom with dispensing_factor, or none")
    if row.ndc:
        if row.ndc in tables.item_of_ndc:
            raise ValueError(f"NDC {row.ndc} is loaded already")
        tables.item_of_ndc[row.ndc] = item
    tables.items[item.item_id] = item


def _load_stock(tables: Tables, row: StockRow) -> None:
    location = tables.location_in(row.facility, row.location)
    item = tables.item(row.item_id)
    lot = rules.require_lot(item, row.lot)
    units.require_new(item, row.serials, row.qty)
    rules.require_owner(item, lot, row.consignor)
    if lot:
        item.expiries.setdefault(lot, row.expiry)
    if row.consignor:
        item.owners[lot] = row.consignor
    shelf = tables.open_shelf(location, item)
    stock.put(shelf, lot, row.qty)
    units.arrive(shelf, lot, row.serials)


def _load_par(tables: Tables, row: ParRow) -> None:
    shelf: Shelf = tables.open_shelf(tables.location(row.location), tables.item(row.item_id))
    shelf.par_qty, shelf.reorder_qty = row.par_qty, row.reorder_qty
    stock.reindex(shelf)


def _load_period(tables: Tables, row: PeriodRow) -> None:
    # A period that starts beyond open was totalled before this run.
    sent = row.status != OPEN
    tables.periods[row.period] = Period(row.period, row.status, row.erp_version, sent)


def _load_settings(tables: Tables, row: SettingsRow) -> None:
    for name, value in row.model_dump(exclude_none=True).items():
        setattr(tables.settings, name, value)


LOADERS: Mapping[str, tuple[type[Message], Callable[[Tables, Any], None]]] = {
    "locations": (LocationRow, _load_location),
    "cost_centers": (CostCenterRow, _load_cost_center),
    "items": (ItemRow, _load_item),
    "stock": (StockRow, _load_stock),
    "pars": (ParRow, _load_par),
    "periods": (PeriodRow, _load_period),
    "settings": (SettingsRow, _load_settings),
}

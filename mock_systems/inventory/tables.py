"""The tables of the inventory application, with the look-ups that refuse what is unknown.

Every look-up is by key: a simulated month holds hundreds of thousands of usages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from mock_systems.inventory import rules
from mock_systems.inventory.cross_references import CrossReference
from mock_systems.inventory.documents import Facility, Item, Location, Period, Settings, Shelf
from mock_systems.inventory.local_time import LocalTime
from mock_systems.inventory.recalls import Recall
from mock_systems.inventory.receipts import Receipt
from mock_systems.inventory.references import CostCenter
from mock_systems.inventory.replenishments import Procedure, Replenishment
from mock_systems.inventory.site_items import SiteItem
from mock_systems.inventory.stocktakes import Stocktake
from mock_systems.inventory.transfers import Transfer
from mock_systems.inventory.usage_book import UsageBook
from mock_systems.inventory.usages import Usage
from mock_systems.service import Refusal
from mock_systems.service.cuts import Cuts

Document = TypeVar("Document")


class WarehouseStock(NamedTuple):
    """A central warehouse's last file: eaches by item id, as of a day (YYYYMMDD)."""

    reference: str
    as_of: str
    quantities: Mapping[str, int]


class Tables:
    """The state of one inventory application."""

    def __init__(self) -> None:
        self.facilities: dict[str, Facility] = {}
        self.locations: dict[str, Location] = {}
        self.items: dict[str, Item] = {}
        self.cost_centers: dict[str, CostCenter] = {}
        self.periods: dict[str, Period] = {}
        self.settings = Settings()
        self.item_of_ndc: dict[str, Item] = {}
        self.usages = UsageBook(self._shelf_of_usage)
        self.usage_cuts = Cuts()
        self.receipts: dict[str, Receipt] = {}
        self.receipts_of: dict[str, list[Receipt]] = {}
        self.receipts_of_lot: dict[tuple[str, str], list[Receipt]] = {}
        """By item with lot, in order of arrival."""
        """By purchase order."""
        self.transfers: dict[str, Transfer] = {}
        self.inbound_of: dict[str, list[Transfer]] = {}
        """By the sender's shipment line."""
        self.warehouse_stock = WarehouseStock("", "", {})
        self.lanes: dict[tuple[str, str], Location] = {}
        """Goods on the way, by sender and receiver."""
        self.stocktakes: dict[str, Stocktake] = {}
        self.open_stocktakes: dict[str, Stocktake] = {}
        """By location."""
        self.recalls: dict[str, Recall] = {}
        self.procedures: dict[str, dict[str, Procedure]] = {}
        """Those still to come, by facility."""
        self.replenishments: dict[str, Replenishment] = {}
        self.cross_references: dict[tuple[str, str], CrossReference] = {}
        """By item with its substitute."""
        self.cross_reference_of: dict[str, CrossReference] = {}
        """By the decision that brought it."""
        self.site_items: dict[tuple[str, str], SiteItem] = {}
        """Of acquired sites, by site with the site's own number."""
        self._local_times: dict[str, LocalTime] = {}
        self._numbers: dict[str, int] = {}

    def facility(self, code: str) -> Facility:
        facility = self.facilities.get(code)
        if facility is None:
            raise Refusal(422, "UNKNOWN_FACILITY", f"no facility {code!r}; see list_locations")
        return facility

    def location(self, code: str) -> Location:
        location = self.locations.get(code)
        if location is None:
            raise Refusal(422, "UNKNOWN_LOCATION", f"no location {code!r}; see list_locations")
        return location

    def location_in(self, facility: str, code: str) -> Location:
        """A location that must belong to the facility named beside it."""
        location = self.location(code)
        if location.facility.code != facility:
            self.facility(facility)
            raise Refusal(
                422,
                "LOCATION_NOT_IN_FACILITY",
                f"{code} belongs to {location.facility.code}, got facility {facility!r}",
            )
        return location

    def item(self, item_id: str) -> Item:
        item = self.items.get(item_id)
        if item is None:
            raise Refusal(422, "UNKNOWN_ITEM", f"no item {item_id!r}; see list_items")
        return item

    def item_by_ndc(self, ndc: str) -> Item:
        item = self.item_of_ndc.get(ndc)
        if item is None:
            raise Refusal(404, "UNKNOWN_NDC", f"no item with NDC {ndc!r}; see list_pharmacy_items")
        return item

    def lane(self, giver: Location, receiver: Location) -> Location:
        """Where goods stand between two locations; they are the sender's until they arrive."""
        ends = (giver.code, receiver.code)
        lane = self.lanes.get(ends)
        if lane is None:
            code = f"{giver.code}>{receiver.code}"
            lane = self.lanes[ends] = Location(code, giver.facility, "", "")
        return lane

    def usage(self, usage_id: str) -> Usage:
        return _found(self.usages.by_id, usage_id, "usage")

    def look_at(self, location: Location, item_id: str) -> Shelf:
        """The shelf of an item, or an empty one that is not put into the tables."""
        shelf = location.shelves.get(item_id)
        return Shelf(location, self.item(item_id)) if shelf is None else shelf

    def open_shelf(self, location: Location, item: Item) -> Shelf:
        """The shelf of an item, put into the tables if it is the first of its kind."""
        shelf = location.shelves.get(item.item_id)
        if shelf is None:
            shelf = location.shelves[item.item_id] = Shelf(location, item)
        return shelf

    def open_period(self, facility: Facility, now: datetime) -> str:
        """The facility's local period at an instant, which must not be closed."""
        return self.open_period_of(facility.local_time.stamp(now))

    def open_period_of(self, stamp: str) -> str:
        """The period of a local stamp, which must not be closed."""
        name = rules.period_of(stamp)
        rules.require_not_closed(self.periods.get(name), name)
        return name

    def local_time(self, time_zone: str) -> LocalTime:
        """One reader per time zone. Raises ValueError for an unknown name."""
        if time_zone not in self._local_times:
            self._local_times[time_zone] = LocalTime(time_zone)
        return self._local_times[time_zone]

    def receipt(self, receipt_no: str) -> Receipt:
        return _found(self.receipts, receipt_no, "receipt")

    def transfer(self, transfer_id: str) -> Transfer:
        return _found(self.transfers, transfer_id, "transfer in two steps")

    def stocktake(self, count_id: str) -> Stocktake:
        return _found(self.stocktakes, count_id, "count")

    def recall(self, recall_id: str) -> Recall:
        return _found(self.recalls, recall_id, "recall")

    def replenishment(self, replenishment_id: str) -> Replenishment:
        return _found(self.replenishments, replenishment_id, "replenishment")

    def _shelf_of_usage(self, location: str, item_id: str) -> Shelf:
        """What was bought for one patient may never have had one."""
        return self.look_at(self.locations[location], item_id)

    def number(self, prefix: str) -> str:
        """The next document number of a series: RC-00000001."""
        count = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{count:08d}"


def _found(table: Mapping[str, Document], key: str, noun: str) -> Document:
    document = table.get(key)
    if document is None:
        code = f"UNKNOWN_{noun.split(maxsplit=1)[0].upper()}"
        raise Refusal(404, code, f"no {noun} {key!r}; check the id")
    return document


class HasTables(Protocol):
    """What the operations need of the system that runs them."""

    tables: Tables

"""The tables of the inventory application, with the look-ups that refuse what is unknown.

Every look-up is by key: a simulated month holds hundreds of thousands of usages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from mock_systems.inventory import rules
from mock_systems.inventory.documents import Facility, Item, Location, Period, Shelf
from mock_systems.inventory.local_time import LocalTime
from mock_systems.service import Refusal


class Tables:
    """The state of one inventory application."""

    def __init__(self) -> None:
        self.facilities: dict[str, Facility] = {}
        self.locations: dict[str, Location] = {}
        self.items: dict[str, Item] = {}
        self.periods: dict[str, Period] = {}
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

    def number(self, prefix: str) -> str:
        """The next document number of a series: RC-00000001."""
        count = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{count:08d}"


class HasTables(Protocol):
    """What the operations need of the system that runs them."""

    tables: Tables

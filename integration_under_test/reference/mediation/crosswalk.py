"""The crosswalk: which codes of five systems mean the same facility, department or item.

It is built from the systems' own masters (`masters.py`) and kept in memory only, so a mapping
that somebody corrects in a system is used as soon as an unknown code makes us read it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from integration_under_test.reference.exceptions import UnknownCode


@dataclass(slots=True)
class Facility:
    """One facility, known to all systems by its GLN; "" until the ERP's row was read."""

    gln: str
    business_unit: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item by its ERP number; a purchase unit holds `factor` EA."""

    number: str
    purchase_unit: str
    factor: int


@dataclass
class Crosswalk:
    """Lookups by code; each raises UnknownCode when it has none."""

    facilities: dict[str, Facility] = field(default_factory=dict)
    """By `system:code`."""
    cost_centers: dict[str, str] = field(default_factory=dict)
    """By inventory location."""
    items: dict[str, Item] = field(default_factory=dict)
    charge_codes: dict[str, str] = field(default_factory=dict)
    """By ERP item number; most items have none."""
    charges_known: bool = False
    """Whether the charge master was read: before, a missing code says nothing."""

    _by_gln: dict[str, Facility] = field(default_factory=dict)

    def join_facility(self, code: str, gln: str) -> Facility:
        """The facility with a GLN, from now on also found by `system:code`."""
        facility = self._by_gln.setdefault(gln, Facility(gln))
        self.facilities[code] = facility
        return facility

    def facility(self, code: str) -> Facility:
        """The facility of `system:code`."""
        found = self.facilities.get(code)
        if found is None:
            raise UnknownCode("facility", code)
        return found

    def business_unit(self, code: str) -> str:
        """The ERP's code of a facility."""
        unit = self.facility(code).business_unit
        if not unit:
            raise UnknownCode("business unit", code)
        return unit

    def cost_center(self, location: str) -> str:
        """The cost center of an inventory location."""
        found = self.cost_centers.get(location)
        if found is None:
            raise UnknownCode("location", location)
        return found

    def item(self, number: str) -> Item:
        """The item with an ERP number."""
        found = self.items.get(number)
        if found is None:
            raise UnknownCode("item", number)
        return found

    def charge_code(self, item: str) -> str:
        """The charge code of an item, "" when it is not billed on its own."""
        code = self.charge_codes.get(item)
        if code is not None:
            return code
        if not self.charges_known:
            raise UnknownCode("charge master row", item)
        self.item(item)
        return ""

    def may_be_billed(self, item: str) -> bool:
        """False only when the masters say that an item has no charge code."""
        known = self.charges_known and item in self.items
        return item in self.charge_codes or not known

"""The crosswalk: which codes of the systems mean the same facility, department or item.

It is built from the systems' own masters (`masters.py`) and kept in memory only, so a mapping
that somebody corrects in a system is used as soon as an unknown code makes us read it again. Where
a master is wrong and cannot be corrected in time, a release of the mapping set overrules it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from integration_under_test.reference.exceptions import PackInDoubt, UnknownCode
from integration_under_test.reference.releases.table import Table

COST_CENTERS: Table[str] = Table("mappings.cost_center", {})
"""Inventory location -> its cost center, where a release knows better than the masters."""
CHARGE_CODES: Table[str] = Table("mappings.charge_code", {})
"""ERP item number -> its charge code, likewise."""


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
    inventory_id: str = ""
    implant: bool = False


@dataclass
class Crosswalk:
    """Lookups by code; each raises UnknownCode when it has none."""

    facilities: dict[str, Facility] = field(default_factory=dict)
    """By `system:code`."""
    cost_centers: dict[str, str] = field(default_factory=dict)
    """By inventory location."""
    departments: dict[str, str] = field(default_factory=dict)
    """By cost center: the facility, as inventory calls it."""
    items: dict[str, Item] = field(default_factory=dict)
    charge_codes: dict[str, str] = field(default_factory=dict)
    """By ERP item number; most items have none."""
    skus: dict[str, str] = field(default_factory=dict)
    """The warehouse's numbers by ERP item number; it does not keep every item."""
    stocked_items: dict[str, str] = field(default_factory=dict)
    """The same the other way round."""
    payers: dict[str, str] = field(default_factory=dict)
    """Billing's payer ids by tax number."""
    partners: frozenset[str] = frozenset()
    """Who has a mailbox for documents; suppliers by their ERP number."""
    is_whole: bool = True
    """Whether all masters were read: before, a code that is missing may stand in another one."""
    packs_known: bool = True
    """Whether the packs of all masters were read; before, nobody knows whether they agree."""
    packs_in_doubt: Mapping[str, str] = field(default_factory=dict)
    """By ERP item number: how its packs differ, in words."""
    charges_known: bool = False
    """Whether the charge master was read: before, a missing code says nothing."""

    _by_gln: dict[str, Facility] = field(default_factory=dict)
    _codes: dict[tuple[str, str], str] = field(default_factory=dict)
    """By system and GLN."""

    def join_facility(self, code: str, gln: str) -> Facility:
        """The facility with a GLN, from now on also found by `system:code`."""
        facility = self._by_gln.setdefault(gln, Facility(gln))
        self.facilities[code] = facility
        system, _, own = code.partition(":")
        self._codes.setdefault((system, gln), own)
        return facility

    def facility(self, code: str) -> Facility:
        """The facility of `system:code`, or of `gln:number`."""
        system, _, own = code.partition(":")
        found = self._by_gln.get(own) if system == "gln" else self.facilities.get(code)
        if found is None:
            raise UnknownCode("facility", code)
        return found

    def code_at(self, system: str, code: str) -> str:
        """What a system calls the facility of `system:code`, which may be another's name for it."""
        gln = self.facility(code).gln
        found = self._codes.get((system, gln))
        if found is None:
            raise UnknownCode(f"{system} facility", code)
        return found

    def glns(self) -> tuple[str, ...]:
        """The numbers of all facilities."""
        return tuple(self._by_gln)

    def business_unit(self, code: str) -> str:
        """The ERP's code of a facility."""
        unit = self.facility(code).business_unit
        if not unit:
            raise UnknownCode("business unit", code)
        return unit

    def cost_center(self, location: str) -> str:
        """The cost center of an inventory location."""
        found = COST_CENTERS.get(location) or self.cost_centers.get(location)
        if found is None:
            raise UnknownCode("location", location)
        return found

    def facility_of_department(self, cost_center: str) -> Facility:
        """The facility that a cost center belongs to."""
        found = self.departments.get(cost_center)
        if found is None:
            raise UnknownCode("cost center", cost_center)
        return self.facility(found)

    def payer(self, tax_number: str) -> str:
        """Billing's id of the payer with a tax number."""
        found = self.payers.get(tax_number)
        if found is None:
            raise UnknownCode("payer", tax_number)
        return found

    def item(self, number: str) -> Item:
        """The item with an ERP number."""
        found = self.items.get(number)
        if found is None:
            raise UnknownCode("item", number)
        return found

    def check_packs(self, *numbers: str) -> None:
        """For quantities that their target converts by a master of its own. Raises PackInDoubt,
        which names every item of which that master and the stores' differ."""
        if numbers and not self.packs_known:
            raise UnknownCode("pack", numbers[0])
        doubts = [
            self.packs_in_doubt[n] for n in dict.fromkeys(numbers) if n in self.packs_in_doubt
        ]
        if doubts:
            raise PackInDoubt(", ".join(doubts))

    def sku(self, item: str) -> str:
        """The warehouse's number of an item."""
        found = self.skus.get(item)
        if found is None:
            raise UnknownCode("SKU", item)
        return found

    def stocked_item(self, sku: str) -> Item:
        """The item that the warehouse keeps under a number."""
        found = self.stocked_items.get(sku)
        if found is None:
            raise UnknownCode("stocked item", sku)
        return self.item(found)

    def is_partner(self, mailbox: str) -> bool:
        """Whether documents can be sent to somebody."""
        return mailbox in self.partners

    def charge_code(self, item: str) -> str:
        """The charge code of an item, "" when it is not billed on its own."""
        code = CHARGE_CODES.get(item) or self.charge_codes.get(item)
        if code is not None:
            return code
        if not self.charges_known:
            raise UnknownCode("charge master row", item)
        self.item(item)
        return ""

    def may_be_billed(self, item: str) -> bool:
        """False only when the masters say that an item has no charge code."""
        known = self.charges_known and item in self.items
        return item in self.charge_codes or item in CHARGE_CODES or not known

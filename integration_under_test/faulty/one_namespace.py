"""Mutant M39: the numbers of all acquired sites stand in one table.

The real mistake: crosswalks without the site in their key, as when each pair of systems has its own
mapping and the first site filled it. The next site's number 4711 is another vendor, another
account, another item or service; its bills are booked under the first site's meaning. The checker
of consistency must kill it, which compares what a site's books mean with the group's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Store


class Table(NamedTuple):
    """The fields of a site's number, and of what it means in the group."""

    number: str
    meaning: str


TABLES: Mapping[str, Table] = {
    "register_supplier_alias": Table("SiteVendor", "SupplierNumber"),
    "map_account": Table("SiteAccount", "Account"),
    "register_site_item": Table("site_item", "item_id"),
    "map_charge_code": Table("siteCode", "chargeCode"),
}


class WithoutSite(Rewriting):
    """Gives a number the meaning that it had at the first site."""

    def __init__(self, lanes: Lanes, masters: MastersCache, store: Store) -> None:
        super().__init__(lanes, masters, store)
        self._first: dict[tuple[str, str], Any] = {}

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation not in TABLES:
            return body
        table = TABLES[operation]
        first = self._first.setdefault((operation, body[table.number]), body[table.meaning])
        return {**body, table.meaning: first}


class OneNamespace(Reference):
    """The reference, which keeps no site's numbers apart."""

    mutant = Mutant("M39", killed_by="consistency", scenario="acquisition", scale=0.002, days=9)
    parts = Parts(gateway=WithoutSite)

"""The supplier master desk in the ERP, where suppliers are taken on, changed or blocked (P01).

Some changes are corrected minutes later: two versions on their way at once. Now and then a firm
is taken on that is on file already, its name or tax number typed another way. Only records under
which nothing is bought are blocked.
"""

from __future__ import annotations

from typing import Any

from sim.world.agenda import Agenda
from sim.world.builders.records import respelled_name, respelled_tax_id
from sim.world.builders.suppliers import TERMS
from sim.world.calendar import HOME_ZONE
from sim.world.enterprise import Enterprise
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

ACTOR = "supplier-desk"
_CREATIONS_MIN_PER_WEEK = 2.0
_CHANGES_MIN_PER_WEEK = 4.0
_BLOCKS_MIN_PER_WEEK = 1.0
_SUFFIXES = ("Inc.", "LLC", "Group", "Medical", "USA")


class SupplierDesk:
    """The n-th creation or change has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        self._idle = _idle_records(site.enterprise)
        self._blocked: set[str] = set()

    def start(self, profile: HourProfile) -> None:
        """Registers the desk's three processes."""
        per_week = {
            "new": (self.create, "supplier_creations_per_week", _CREATIONS_MIN_PER_WEEK),
            "old": (self.change, "supplier_changes_per_week", _CHANGES_MIN_PER_WEEK),
            "idle": (self.block, "supplier_blocks_per_week", _BLOCKS_MIN_PER_WEEK),
        }
        for entity, (act, parameter, least) in per_week.items():
            wanted = self._site.parameters[parameter]
            if wanted > 0:
                weekly = max(least, wanted * self._site.enterprise.scale)
                rhythm = Rhythm("supplier", entity, HOME_ZONE, profile, weekly / 7)
                self._agenda.env.process(repeat(self._site, self._agenda, rhythm, act))

    def create(self, n: int) -> None:
        """Takes on the n-th prospect, while there is one, or doubles a firm by mistake."""
        prospects = self._site.enterprise.prospects
        if n >= len(prospects):
            return
        body = {
            "SupplierName": prospects[n].name,
            "TaxIdentifier": prospects[n].tax_id,
            "PaymentTerms": prospects[n].terms,
            "RemitToAddress": prospects[n].remit_to,
        }
        self._site.try_do("erp", "create_supplier", {**body, **self._doubled(n)}, ACTOR)

    def block(self, n: int) -> None:
        """Blocks the n-th idle record, or frees one that is blocked; some think better of it."""
        if not self._idle:
            return
        streams = self._site.streams
        number = streams.choice(self._idle, "supplier.blocked", "idle", n)
        self._switch(number)
        share = self._site.parameters["supplier_second_version_share"]
        if streams.bernoulli(share, "supplier.unblocked", "idle", n):
            soon_s = 30.0 + streams.exponential(180.0, "supplier.unblocking", "idle", n)
            self._agenda.at(self._agenda.now_s + soon_s, self._switch, number)

    def _switch(self, number: str) -> None:
        status = "ACTIVE" if number in self._blocked else "INACTIVE"
        self._blocked ^= {number}
        self._update(number, {"Status": status})

    def _doubled(self, n: int) -> dict[str, Any]:
        """Name with tax number of a firm that is on file already, for a share of the new ones."""
        site = self._site
        share = site.parameters["duplicate_supplier_share"]
        if not site.streams.bernoulli(share, "supplier.doubled", "new", n):
            return {}
        firm = site.streams.choice(site.enterprise.suppliers, "supplier.doubles", "new", n)
        return {
            "SupplierName": respelled_name(site.streams, firm.name, -n),
            "TaxIdentifier": respelled_tax_id(site.streams, firm.tax_id, -n),
            "PaymentTerms": firm.terms,
        }

    def change(self, n: int) -> None:
        """Changes a supplier; a share of changes is corrected within minutes."""
        streams = self._site.streams
        supplier = streams.choice(self._site.enterprise.suppliers, "supplier.changed", "old", n)
        self._update(supplier.erp_number, self._changes(n, 0))
        share = self._site.parameters["supplier_second_version_share"]
        if streams.bernoulli(share, "supplier.corrected", "old", n):
            soon_s = 30.0 + streams.exponential(180.0, "supplier.correction", "old", n)
            second = self._changes(n, 1)
            self._agenda.at(self._agenda.now_s + soon_s, self._update, supplier.erp_number, second)

    def _changes(self, n: int, version: int) -> dict[str, Any]:
        streams, address = self._site.streams, (n, version)
        if streams.bernoulli(0.5, "supplier.terms_changed", "old", *address):
            return {"PaymentTerms": streams.choice(TERMS, "supplier.new_terms", "old", *address)}
        suffix = streams.choice(_SUFFIXES, "supplier.suffix", "old", *address)
        supplier = streams.choice(self._site.enterprise.suppliers, "supplier.changed", "old", n)
        return {"SupplierName": f"{supplier.name} {suffix}"}

    def _update(self, number: str, changes: dict[str, Any]) -> None:
        self._site.try_do("erp", "update_supplier", {"SupplierNumber": number, **changes}, ACTOR)


def _idle_records(enterprise: Enterprise) -> tuple[str, ...]:
    """Active records under which nothing is bought: suppliers without items, active doubles."""
    busy = {item.supplier for item in enterprise.items}
    idle = [s.erp_number for s in enterprise.suppliers if s.erp_number not in busy]
    return (*idle, *(r.erp_number for r in enterprise.supplier_records if r.active))

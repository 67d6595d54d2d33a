"""The supplier master desk in the ERP, where suppliers are taken on or changed (P01).

Some changes are corrected minutes later: two versions on their way at once.
"""

from __future__ import annotations

from typing import Any

from sim.world.agenda import Agenda
from sim.world.builders.suppliers import TERMS
from sim.world.calendar import HOME_ZONE
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

ACTOR = "supplier-desk"
_CREATIONS_MIN_PER_WEEK = 2.0
_CHANGES_MIN_PER_WEEK = 4.0
_SUFFIXES = ("Inc.", "LLC", "Group", "Medical", "USA")


class SupplierDesk:
    """The n-th creation or change has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda

    def start(self, profile: HourProfile) -> None:
        """Registers the desk's two processes."""
        parameters, scale = self._site.parameters, self._site.enterprise.scale
        created = max(_CREATIONS_MIN_PER_WEEK, parameters["supplier_creations_per_week"] * scale)
        changed = max(_CHANGES_MIN_PER_WEEK, parameters["supplier_changes_per_week"] * scale)
        for entity, per_week, act in (("new", created, self.create), ("old", changed, self.change)):
            rhythm = Rhythm("supplier", entity, HOME_ZONE, profile, per_week / 7)
            self._agenda.env.process(repeat(self._site, self._agenda, rhythm, act))

    def create(self, n: int) -> None:
        """Takes on the n-th prospect, while there is one."""
        prospects = self._site.enterprise.prospects
        if n >= len(prospects):
            return
        body = {
            "SupplierName": prospects[n].name,
            "TaxIdentifier": prospects[n].tax_id,
            "PaymentTerms": prospects[n].terms,
            "RemitToAddress": prospects[n].remit_to,
        }
        self._site.try_do("erp", "create_supplier", body, ACTOR)

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

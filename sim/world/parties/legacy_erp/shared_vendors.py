"""Vendors that a site shares with the group (S08): changed on either side, told to the other.

A firm may stand under several numbers of a site, and under one number at each site.
"""

from __future__ import annotations

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.world.acquired import AcquiredSite, LocalVendor
from sim.world.parties.party import Place

BOOK = "legacy_erp"
ACTOR = "legacy_erp"
TERMS = ("NET10", "NET30", "NET45", "NET60")
Local = tuple[str, str]


class SharedVendors:
    """Knows which numbers of which sites mean a supplier of the group."""

    def __init__(self, place: Place, sites: Iterable[AcquiredSite]) -> None:
        self._place = place
        self._facility: dict[Local, str] = {}
        self._joins_s: dict[Local, float] = {}
        self._of_supplier: dict[str, list[Local]] = {}
        self._of_firm: dict[str, list[Local]] = {}
        self.known: dict[str, list[LocalVendor]] = {}
        """By site: vendors that the group knew from the start."""
        for site in sites:
            for vendor in site.vendors:
                local = (site.code, vendor.number)
                self._facility[local] = site.facility
                self._joins_s[local] = site.wave_s
                if vendor.supplier:
                    self._of_supplier.setdefault(vendor.supplier, []).append(local)
                    self.known.setdefault(site.code, []).append(vendor)
                else:
                    self._of_firm.setdefault(vendor.firm, []).append(local)

    def has(self, site: str, vendor: str) -> bool:
        return (site, vendor) in self._facility

    def on_supplier(self, effect: Effect) -> None:
        """Plans to note that a newer version is owed to the sites that have joined; the first one
        is no change."""
        firm = "".join(filter(str.isdigit, effect.facts["tax_id"]))
        if firm in self._of_firm and effect.key not in self._of_supplier:
            self._of_supplier[effect.key] = self._of_firm[firm]
        if effect.version > 1:
            agenda = self._place.agenda
            locals_ = self._of_supplier.get(effect.key, ())
            for local in (one for one in locals_ if self._joins_s[one] <= agenda.now_s):
                agenda.always_at(agenda.now_s, self._note, local, effect.version)

    def _note(self, local: Local, version: int) -> None:
        effect = Effect(
            "legacy_erp.supplier_change",
            "/".join(local),
            facility=self._facility[local],
            version=version,
        )
        self._place.record(BOOK, f"world/{ACTOR}", effect)

    def change_here(self, site: str, n: int) -> None:
        """A clerk of the legacy ERP agrees other terms with a vendor."""
        streams = self._place.site.streams
        vendor = streams.choice(self.known[site], "legacy_erp.change", site, n)
        terms = streams.choice(TERMS, "legacy_erp.terms", site, n)
        body = {"SITE": site, "VENDOR": vendor.number, "TERMS": terms}
        self._place.site.try_do("legacy_erp", "change_vendor", body, ACTOR)

    def change_there(self, site: str, n: int) -> None:
        """The group's buyer agrees other terms with a vendor that the site uses too."""
        streams = self._place.site.streams
        vendor = streams.choice(self.known[site], "legacy_erp.group_change", site, n)
        terms = streams.choice(TERMS, "legacy_erp.group_terms", site, n)
        body = {"SupplierNumber": vendor.supplier, "PaymentTerms": terms}
        self._place.site.try_do("erp", "update_supplier", body, ACTOR)

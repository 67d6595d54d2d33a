"""P14 acquisition onboarding: an acquired site's keys are mapped, then what it leaves open is
taken over; what a site takes back, when its cut-over is undone, is reversed.

Vendors come without a number of the group's: whose tax number no supplier has is opened, once,
though several sites may bring it. A supplier that was changed while the master file was on its way
could be told to nobody there: that is made up for.
"""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.commands.acquired_sites import LEGACY_ERP
from integration_under_test.reference.mediation.acquisition import (
    handover_files,
    master_files,
    take_back_files,
)
from integration_under_test.reference.mediation.canonical.acquired_sites import (
    AcquiredSite,
    Newcomer,
    OpenOrder,
    SiteBill,
    SiteVendor,
)
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.received import Received


def on_master_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Site and store are kept for the flows that wait for them."""
    site, vendors, codes, as_of = master_files.read(received.content)
    in_dual_run = crosswalk.is_partner(LEGACY_ERP)
    return (
        *(step for vendor in vendors for step in _vendor(vendor)),
        *(_told(vendor, as_of) for vendor in vendors if in_dual_run),
        *_kept(site),
        *(Step("map_account", f"{one.site}/{one.number}", one) for one in site.accounts),
        *(Step("register_site_item", f"{one.site}/{one.number}", one) for one in site.items),
        *(Step("map_charge_code", f"{one.site}/{one.code}", one) for one in codes),
    )


def on_handover_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Document by document, so that one that nobody can map does not hold the others."""
    return tuple(map(_taken_over, handover_files.read(received.content)))


def on_take_back_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Waits for no take-over that is still under way: the ERP notes the return of what has not come
    yet, and refuses it then. So what one document lacks holds no return."""
    return tuple(
        Step("return_to_site", f"{one.site}/{one.number}", one)
        for one in take_back_files.read(received.content)
    )


def take_over_bill(bill: SiteBill) -> Step:
    """A bill in flight comes twice, in the hand-over file as well as forwarded: it is one bill."""
    return Step("take_over_bill", f"{bill.site}/{bill.number}", bill)


def in_order_of_firm(firm: str) -> str:
    """The sequence in which sites get to know a firm: nothing that one is told of it can overtake
    the registration of its number for it."""
    return f"firm/{firm}"


def _vendor(vendor: SiteVendor) -> tuple[Step, ...]:
    """One after the other for each firm, whatever sites and numbers it has."""
    firm = in_order_of_firm(vendor.firm)
    return (
        Step("open_supplier", vendor.firm, vendor, firm),
        Step("register_alias", f"{vendor.site}/{vendor.number}", vendor, firm),
    )


def _told(vendor: SiteVendor, as_of: str) -> Step:
    newcomer = Newcomer(vendor.site, vendor.number, as_of)
    firm = in_order_of_firm(vendor.firm)
    return Step("tell_newcomer", f"{vendor.site}/{vendor.number}", newcomer, firm)


def _kept(site: AcquiredSite) -> tuple[Step, ...]:
    return (Step("keep_site", site.code, site), Step("keep_store", site.store, site))


def _taken_over(record: OpenOrder | SiteBill) -> Step:
    if isinstance(record, SiteBill):
        return take_over_bill(record)
    return Step("take_over_order", f"{record.site}/{record.number}", record)

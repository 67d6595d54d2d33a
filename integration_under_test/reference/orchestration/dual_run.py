"""P14, both ERPs side by side: the nightly files of acquired sites reach the group's books.

Everything waits until the master file of its site says what the site's numbers mean. Vendors that
a site shares with the group are told to the other side, whoever changes them.
"""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.commands.acquired_sites import LEGACY_ERP
from integration_under_test.reference.mediation.canonical.suppliers import SupplierChange
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.legacy_erp import journals, vendors, vouchers
from integration_under_test.reference.mediation.legacy_materials import extracts
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration.acquisition import (
    in_order_of_firm,
    take_over_bill,
)

FIRST_VERSION = 1
"""A supplier's first record is no change."""


def on_journal_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    batch = journals.read(received)
    return (Step("import_site_journals", batch.key, batch),)


def on_voucher_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return tuple(take_over_bill(bill) for bill in vouchers.read(received.content))


def on_vendor_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """The versions of a vendor in their order: the ERP refuses one that is older than it has."""
    changes = vendors.read(received.content)
    keyed = ((f"{change.site}/{change.vendor}", change) for change in changes)
    return tuple(
        Step("change_vendor", f"{vendor}#{change.version}", change, f"vendor/{vendor}")
        for vendor, change in keyed
    )


def on_extract(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """A night's receipts are one batch, if there are any; stock goes item by item."""
    receipts, stock = extracts.read(received)
    key = f"{receipts.sender}/{receipts.number}"
    accrual = (Step("accrue_site_receipts", key, receipts),) if receipts.receipts else ()
    reports = (Step("report_site_stock", f"{one.store}/{one.item}", one) for one in stock)
    return (*accrual, *reports)


def tell_sites(change: SupplierChange, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """What a change of a supplier owes to sites that use it, as long as there is a legacy ERP."""
    if change.version == FIRST_VERSION or not crosswalk.is_partner(LEGACY_ERP):
        return ()
    return (Step("send_vendor_file", change.number, change, in_order_of_firm(change.firm)),)

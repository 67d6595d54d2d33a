"""Commands for acquired sites (P14): to the ERP, inventory, billing, and back to the legacy ERP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from integration_under_test.reference.gateway import site_enquiries
from integration_under_test.reference.gateway.command_kind import (
    CommandKind,
    KeepKind,
    Kind,
    Letter,
    Look,
    SendKind,
)
from integration_under_test.reference.gateway.proofs import any_row
from integration_under_test.reference.mediation.acquisition import kept_sites
from integration_under_test.reference.mediation.billing import site_codes
from integration_under_test.reference.mediation.canonical.acquired_sites import Newcomer
from integration_under_test.reference.mediation.canonical.json_form import to_json
from integration_under_test.reference.mediation.canonical.suppliers import Supplier, SupplierChange
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import (
    journals,
    site_crosswalk,
    site_journals,
    take_backs,
    take_overs,
)
from integration_under_test.reference.mediation.inventory import site_items
from integration_under_test.reference.mediation.legacy_erp import vendors

LEGACY_ERP = "LEGACYERP"
"""The mailbox in front of the legacy ERP."""
GONE_BACK = frozenset({"RETURNED_TO_SITE"})
"""The site took the document back: a return is there, a take-over is no longer owed."""


def _vendor_file(supplier: Supplier, context: Context) -> Letter | None:
    known_as = [(alias["Site"], alias["SiteVendor"]) for alias in context.consulted]
    return _letter(supplier, known_as, context) if known_as else None


def _news(newcomer: Newcomer, context: Context) -> Letter | None:
    supplier: Supplier | None = context.consulted
    known_as = [(newcomer.site, newcomer.vendor)]
    return _letter(supplier, known_as, context) if supplier else None


def _letter(supplier: Supplier, known_as: Iterable[tuple[str, str]], context: Context) -> Letter:
    content = vendors.write(supplier, known_as, context)
    return Letter(vendors.name(context), "GROUP", vendors.CONTENT_TYPE, content)


def _last_change(change: SupplierChange, aliases: object) -> tuple[str, Any]:
    return vendors.change_key(change.number), to_json(change)


COMMANDS: Mapping[str, Kind] = {
    "keep_site": KeepKind("P14", kept_sites.kept, versioned=True),
    "keep_store": KeepKind("P14", kept_sites.kept_store, versioned=True),
    "open_supplier": CommandKind(
        "P14",
        "erp",
        "create_supplier",
        site_crosswalk.write_supplier,
        consult=site_enquiries.supplier_of_firm,
        consult_proves=True,
        remembers=site_crosswalk.opened,
    ),
    "register_alias": CommandKind(
        "P14",
        "erp",
        "register_supplier_alias",
        site_crosswalk.write_alias,
        consult=site_enquiries.supplier_to_alias,
        consult_proves=True,
        remembers=site_crosswalk.registered,
    ),
    "map_account": CommandKind(
        "P14",
        "erp",
        "map_account",
        site_crosswalk.write_account,
        Look("find_account_maps", site_crosswalk.find_account, site_crosswalk.is_mapped),
        upsert=True,
    ),
    "register_site_item": CommandKind(
        "P14",
        "inventory",
        "register_site_item",
        site_items.write,
        consult=site_enquiries.is_item_registered,
        consult_proves=True,
    ),
    "map_charge_code": CommandKind(
        "P14",
        "billing",
        "map_charge_code",
        site_codes.write,
        Look("find_code_map", site_codes.find, site_codes.is_mapped),
        upsert=True,
    ),
    "take_over_order": CommandKind(
        "P14",
        "erp",
        "take_over_order",
        take_overs.write_order,
        Look("find_site_orders", take_overs.find, any_row("items"), always=True),
        consult=site_enquiries.meaning_for_order,
        done=GONE_BACK,
    ),
    "take_over_bill": CommandKind(
        "P14",
        "erp",
        "take_over_voucher",
        take_overs.write_bill,
        Look("find_site_vouchers", take_overs.find, any_row("items"), always=True),
        consult=site_enquiries.meaning_for_bill,
        posts_on=take_overs.posting_day,
        done=GONE_BACK,
    ),
    "return_to_site": CommandKind(
        "P14",
        "erp",
        "return_to_site",
        take_backs.write,
        Look("find_site_returns", take_backs.find, any_row("items")),
        posts_on=take_backs.posting_day,
        done=GONE_BACK,
    ),
    "import_site_journals": CommandKind(
        "P14",
        "erp",
        "import_journal_batch",
        site_journals.write,
        consult=site_enquiries.charts_of_sites,
        upsert=True,
        posts_on=journals.posting_day,
        done=frozenset({"DUPLICATE_BATCH"}),
    ),
    "accrue_site_receipts": CommandKind(
        "P14",
        "erp",
        "import_journal_batch",
        site_journals.write_receipts,
        consult=site_enquiries.facts_of_stores,
        upsert=True,
        posts_on=site_journals.receipts_posting_day,
        done=frozenset({"DUPLICATE_BATCH"}),
    ),
    "change_vendor": CommandKind(
        "P14",
        "erp",
        "change_supplier_by_alias",
        site_crosswalk.write_change,
        upsert=True,
        done=frozenset({"OLD_VERSION"}),
    ),
    "report_site_stock": CommandKind(
        "P14",
        "inventory",
        "report_site_stock",
        site_items.write_stock,
        consult=site_enquiries.facts_of_store,
        upsert=True,
        versioned=True,
    ),
    "send_vendor_file": SendKind(
        "P14",
        mailbox=lambda supplier: LEGACY_ERP,
        write=_vendor_file,
        series="vendor files",
        consult=site_enquiries.aliases_of_supplier,
        remembers=_last_change,
        versioned=True,
    ),
    "tell_newcomer": SendKind(
        "P14",
        mailbox=lambda newcomer: LEGACY_ERP,
        write=_news,
        series="vendor files",
        consult=site_enquiries.change_unknown_to,
    ),
}

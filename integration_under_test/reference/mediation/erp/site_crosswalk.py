"""What the numbers of acquired sites mean in the ERP (P14): suppliers, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.acquired_sites import (
    SiteAccount,
    SiteVendor,
    VendorChange,
)
from integration_under_test.reference.mediation.context import Body, Context

Answer = Mapping[str, Any]


def write_supplier(vendor: SiteVendor, context: Context) -> Body | None:
    """The record of a firm; nothing for one that has a supplier number, which was consulted."""
    if context.consulted:
        return None
    return {
        "SupplierName": vendor.name,
        "TaxIdentifier": vendor.tax_id,
        "PaymentTerms": vendor.terms,
    }


def firm_key(firm: str) -> str:
    """Under which the store keeps the supplier number of a firm that was opened here."""
    return f"supplier-of-firm/{firm}"


def opened(vendor: SiteVendor, answer: Answer) -> tuple[str, str]:
    return firm_key(vendor.firm), answer["SupplierNumber"]


def alias_key(site: str, vendor: str) -> str:
    """Under which the store keeps the supplier number that a site's number was registered for."""
    return f"supplier-of-alias/{site}/{vendor}"


def registered(vendor: SiteVendor, answer: Answer) -> tuple[str, str]:
    return alias_key(vendor.site, vendor.number), answer["SupplierNumber"]


def is_firm(supplier: Answer, firm: str) -> bool:
    """Whether a row of the ERP's list is the record of a firm that is in use."""
    digits = "".join(filter(str.isdigit, supplier["TaxIdentifier"]))
    return supplier["Status"] == "ACTIVE" and digits == firm


def write_alias(vendor: SiteVendor, context: Context) -> Body | None:
    """Under the supplier number that was consulted; "" if the alias means that already."""
    if not context.consulted:
        return None
    return {
        "Site": vendor.site,
        "SiteVendor": vendor.number,
        "SupplierNumber": context.consulted,
    }


def search_alias(site: str, vendor: str) -> Body:
    return {"Site": site, "SiteVendor": vendor}


def write_account(account: SiteAccount, context: Context) -> Body:
    return {"Site": account.site, "SiteAccount": account.number, "Account": account.account}


def find_account(account: SiteAccount, context: Context) -> Body:
    return {"Site": account.site, "SiteAccount": account.number}


def is_mapped(account: SiteAccount, answer: Answer) -> bool:
    """Only if it means the same account."""
    return any(row["Account"] == account.account for row in answer.get("items", ()))


def write_change(change: VendorChange, context: Context) -> Body:
    return {
        "Site": change.site,
        "SiteVendor": change.vendor,
        "SiteVersion": change.version,
        "PaymentTerms": change.terms,
    }

"""Cross-references of acquired sites (S01): which supplier, which account a site's number means."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.journal_operations import check_manual_account
from mock_systems.erp.lookups import supplier_of
from mock_systems.erp.site_crosswalk import AccountMap
from mock_systems.erp.supplier_operations import Terms, UpdateSupplier, update_supplier
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work


class RegisterSupplierAlias(WireModel):
    site: Code
    site_vendor: Code
    supplier_number: Code


class SupplierAliasView(WireModel):
    site: str
    site_vendor: str
    supplier_number: str


class FindSupplierAliases(PagedRequest):
    """Of one supplier, or of one vendor of a site."""

    site: str = ""
    site_vendor: str = ""
    supplier_number: str = ""


class MapAccount(WireModel):
    site: Code
    site_account: Code
    account: Code


class AccountMapView(WireModel):
    site: str
    site_account: str
    account: str


class FindAccountMaps(PagedRequest):
    site: Code
    site_account: str = ""


class ChangeByAlias(WireModel):
    """A change that a site made to a vendor which it shares with the group."""

    site: Code
    site_vendor: Code
    site_version: int
    payment_terms: Terms


class ChangeByAliasResult(WireModel):
    supplier_number: str
    object_version_number: int


def register_supplier_alias(
    erp: HasTables, request: RegisterSupplierAlias, work: Work
) -> dict[str, Any]:
    """A site's number means one supplier; a supplier may have several numbers, even in one site."""
    key = (request.site, request.site_vendor)
    aliases = erp.tables.sites.suppliers
    supplier = supplier_of(erp.tables, request.supplier_number)
    if key in aliases:
        raise Refusal(409, "ALIAS_EXISTS", f"{'/'.join(key)} means supplier {aliases[key]} already")
    aliases[key] = supplier.number
    firm = "".join(filter(str.isdigit, supplier.tax_identifier))
    work.effect(Effect("erp.supplier_alias", f"{'/'.join(key)}={firm}"))
    return _alias(key, supplier.number)


def find_supplier_aliases(
    erp: HasTables, request: FindSupplierAliases, _work: Work
) -> dict[str, Any]:
    wanted = (request.site, request.site_vendor, request.supplier_number)
    found = (
        (key, supplier)
        for key, supplier in erp.tables.sites.suppliers.items()
        if all(asked in ("", got) for asked, got in zip(wanted, (*key, supplier), strict=True))
    )
    return page(found, request, lambda row: _alias(*row))


def map_account(erp: HasTables, request: MapAccount, work: Work) -> dict[str, Any]:
    """A site's account means one account that journals may post to."""
    key = (request.site, request.site_account)
    maps = erp.tables.sites.accounts
    check_manual_account(erp.tables, request.account)
    if key in maps:
        raise Refusal(409, "MAP_EXISTS", f"{'/'.join(key)} means {maps[key].account} already")
    maps[key] = AccountMap(*key, request.account)
    work.effect(Effect("erp.account_map", f"{'/'.join(key)}={request.account}"))
    return _account(maps[key])


def find_account_maps(erp: HasTables, request: FindAccountMaps, _work: Work) -> dict[str, Any]:
    found = (
        row
        for row in erp.tables.sites.accounts.values()
        if row.site == request.site and request.site_account in ("", row.number)
    )
    return page(found, request, _account)


def change_supplier_by_alias(erp: HasTables, request: ChangeByAlias, work: Work) -> dict[str, Any]:
    """Takes a version of a site's vendor over once; the supplier's own version rises."""
    sites, key = erp.tables.sites, (request.site, request.site_vendor)
    if key not in sites.suppliers:
        raise Refusal(422, "UNKNOWN_ALIAS", f"{'/'.join(key)} has no supplier here; register it")
    if request.site_version <= (known := sites.changes.get(key, 0)):
        raise Refusal(409, "OLD_VERSION", f"version {known} of {'/'.join(key)} was taken already")
    sites.changes[key] = request.site_version
    number = sites.suppliers[key]
    change = UpdateSupplier(supplier_number=number, payment_terms=request.payment_terms)
    changed = update_supplier(erp, change, work)
    version = f"{request.site_version}={request.payment_terms}"
    work.effect(Effect("erp.alias_change", f"{'/'.join(key)}#{version}"))
    return {"SupplierNumber": number, "ObjectVersionNumber": changed["ObjectVersionNumber"]}


def _alias(key: tuple[str, str], supplier: str) -> dict[str, Any]:
    return {"Site": key[0], "SiteVendor": key[1], "SupplierNumber": supplier}


def _account(row: AccountMap) -> dict[str, Any]:
    return {"Site": row.site, "SiteAccount": row.number, "Account": row.account}


OPERATIONS = (
    Operation(
        name="register_supplier_alias",
        method="POST",
        path="/supplierAliases",
        scope="erp.suppliers.write",
        request=RegisterSupplierAlias,
        response=SupplierAliasView,
        handler=register_supplier_alias,
        key=("Site", "SiteVendor"),
        summary="Notes which supplier an acquired site's vendor number means.",
        status=201,
    ),
    Operation(
        name="find_supplier_aliases",
        method="GET",
        path="/supplierAliases",
        scope="erp.suppliers.read",
        request=FindSupplierAliases,
        response=Page[SupplierAliasView],
        handler=find_supplier_aliases,
        key=("Site", "SiteVendor"),
        summary="Aliases of a site's vendor or of a supplier.",
    ),
    Operation(
        name="map_account",
        method="POST",
        path="/accountMaps",
        scope="erp.accounts.write",
        request=MapAccount,
        response=AccountMapView,
        handler=map_account,
        key=("Site", "SiteAccount"),
        summary="Notes which account an acquired site's account means.",
        status=201,
    ),
    Operation(
        name="find_account_maps",
        method="GET",
        path="/accountMaps",
        scope="erp.accounts.read",
        request=FindAccountMaps,
        response=Page[AccountMapView],
        handler=find_account_maps,
        key=("Site", "SiteAccount"),
        summary="The account map of a site.",
    ),
    Operation(
        name="change_supplier_by_alias",
        method="POST",
        path="/supplierAliases/changes",
        scope="erp.suppliers.write",
        request=ChangeByAlias,
        response=ChangeByAliasResult,
        handler=change_supplier_by_alias,
        key=("Site", "SiteVendor", "SiteVersion"),
        summary="Takes over what a site changed in a vendor that it shares.",
    ),
)

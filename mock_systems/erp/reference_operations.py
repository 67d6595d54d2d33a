"""Accounts, tax codes, cost centers, stock locations (S01): set up here first, then everywhere
else (P17).

An EffectiveDate tells when a new one is first used; nobody needs it here before, or elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.accounts import NAMES
from mock_systems.erp.documents import CostCenter
from mock_systems.erp.lookups import cost_center_of, location_of
from mock_systems.erp.money import Amount
from mock_systems.erp.reference_data import Account, StockLocation, TaxCode
from mock_systems.erp.references import (
    ReferenceStatus,
    ReferenceView,
    announce_reference,
    reference_view,
)
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, Text, WireModel, page
from mock_systems.service import Operation, Refusal, Work

AccountType = Literal["ASSET", "LIABILITY", "REVENUE", "EXPENSE"]
Kind = Literal["ACCOUNT", "TAX_CODE", "COST_CENTER", "PROJECT", "LOCATION"]
View = Callable[[Any], dict[str, Any]]
Rate = Annotated[int, Field(strict=True, ge=0, le=10_000)]


class CreateAccount(WireModel):
    account: Annotated[str, Field(pattern=r"^[0-9]{4,6}$")]
    name: Text
    type: AccountType
    effective_date: BusinessDate = ""


class CreateTaxCode(WireModel):
    tax_code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,20}$")]
    name: Text
    rate_basis_points: Rate
    effective_date: BusinessDate = ""


class CreateCostCenter(WireModel):
    cost_center: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    name: Text
    business_unit: Code
    budget: Amount
    effective_date: BusinessDate = ""


class CreateStockLocation(WireModel):
    location_code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    name: Text
    business_unit: Code
    cost_center: Code
    effective_date: BusinessDate = ""


class UpdateStockLocation(WireModel):
    location_code: Code
    name: Text | None = None
    status: ReferenceStatus | None = None


class UpdateAccount(WireModel):
    account: Code
    name: Text | None = None
    status: ReferenceStatus | None = None


class UpdateTaxCode(WireModel):
    tax_code: Code
    name: Text | None = None
    status: ReferenceStatus | None = None
    rate_basis_points: Rate | None = None


class UpdateCostCenter(WireModel):
    cost_center: Code
    name: Text | None = None
    status: ReferenceStatus | None = None


class ListReferences(PagedRequest):
    """Without a Code all of the kind; the built-in chart of accounts is not among them."""

    kind: Kind
    code: str = ""


def create_account(erp: HasTables, request: CreateAccount, work: Work) -> dict[str, Any]:
    """An EXPENSE account counts against budgets from its first posting."""
    accounts = erp.tables.reference.accounts
    _check_new(request.account, request.account in accounts or request.account in NAMES)
    accounts[request.account] = Account(
        request.account, request.name, request.type, effective_date=request.effective_date
    )
    if request.type == "EXPENSE":
        erp.tables.ledger.expense_accounts.add(request.account)
    return announce_reference(_account_view(accounts[request.account]), work)


def update_account(erp: HasTables, request: UpdateAccount, work: Work) -> dict[str, Any]:
    accounts = erp.tables.reference.accounts
    account = _found(accounts.get(request.account), request.account)
    changes = _changes(request, "account")
    changed = accounts[account.code] = account._replace(**changes, version=account.version + 1)
    return announce_reference(_account_view(changed), work)


def create_tax_code(erp: HasTables, request: CreateTaxCode, work: Work) -> dict[str, Any]:
    codes = erp.tables.reference.tax_codes
    _check_new(request.tax_code, request.tax_code in codes)
    code = TaxCode(
        request.tax_code,
        request.name,
        request.rate_basis_points,
        effective_date=request.effective_date,
    )
    codes[code.code] = code
    return announce_reference(_tax_view(code), work)


def update_tax_code(erp: HasTables, request: UpdateTaxCode, work: Work) -> dict[str, Any]:
    codes = erp.tables.reference.tax_codes
    code = _found(codes.get(request.tax_code), request.tax_code)
    changes = _changes(request, "tax_code")
    if "rate_basis_points" in changes:
        changes["rate_bp"] = changes.pop("rate_basis_points")
    changed = codes[code.code] = code._replace(**changes, version=code.version + 1)
    return announce_reference(_tax_view(changed), work)


def create_cost_center(erp: HasTables, request: CreateCostCenter, work: Work) -> dict[str, Any]:
    centers = erp.tables.cost_centers
    _check_new(request.cost_center, request.cost_center in centers)
    location_of(erp.tables, request.business_unit)
    center = CostCenter(
        request.cost_center,
        request.name,
        request.business_unit,
        request.budget,
        effective_date=request.effective_date,
    )
    centers[center.code] = center
    return announce_reference(_center_view(center), work)


def update_cost_center(erp: HasTables, request: UpdateCostCenter, work: Work) -> dict[str, Any]:
    """A blocked one takes no new document; what it ordered before is still received and paid."""
    centers = erp.tables.cost_centers
    center = _found(centers.get(request.cost_center), request.cost_center)
    changes = _changes(request, "cost_center")
    changed = centers[center.code] = center._replace(**changes, version=center.version + 1)
    return announce_reference(_center_view(changed), work)


def create_stock_location(
    erp: HasTables, request: CreateStockLocation, work: Work
) -> dict[str, Any]:
    locations = erp.tables.reference.stock_locations
    _check_new(request.location_code, request.location_code in locations)
    location_of(erp.tables, request.business_unit)
    center = cost_center_of(erp.tables, request.cost_center)
    if center.business_unit != request.business_unit:
        raise Refusal(
            422,
            "BUSINESS_UNIT_MISMATCH",
            f"CostCenter {center.code} belongs to {center.business_unit}, "
            f"got {request.business_unit!r}",
        )
    location = StockLocation(
        request.location_code,
        request.name,
        request.business_unit,
        center.code,
        effective_date=request.effective_date,
    )
    locations[location.code] = location
    return announce_reference(_location_view(location), work)


def update_stock_location(
    erp: HasTables, request: UpdateStockLocation, work: Work
) -> dict[str, Any]:
    locations = erp.tables.reference.stock_locations
    location = _found(locations.get(request.location_code), request.location_code)
    changes = _changes(request, "location_code")
    changed = locations[location.code] = location._replace(**changes, version=location.version + 1)
    return announce_reference(_location_view(changed), work)


def list_references(erp: HasTables, request: ListReferences, _work: Work) -> dict[str, Any]:
    return page(_listed(erp.tables, request), request, lambda view: view)


def _listed(tables: Tables, request: ListReferences) -> Iterator[dict[str, Any]]:
    kinds: dict[str, tuple[Mapping[str, Any], View]] = {
        "ACCOUNT": (tables.reference.accounts, _account_view),
        "TAX_CODE": (tables.reference.tax_codes, _tax_view),
        "COST_CENTER": (tables.cost_centers, _center_view),
        "PROJECT": (tables.projects, project_view),
        "LOCATION": (tables.reference.stock_locations, _location_view),
    }
    table, view = kinds[request.kind]
    if not request.code:
        return map(view, table.values())
    found = table.get(request.code)
    return iter([view(found)] if found is not None else [])


def _check_new(code: str, exists: bool) -> None:
    if exists:
        raise Refusal(409, "DUPLICATE_CODE", f"{code!r} exists already")


def _found(reference: Any, code: str) -> Any:
    if reference is None:
        raise Refusal(404, "REFERENCE_NOT_FOUND", f"no {code!r} was set up")
    return reference


def _changes(request: WireModel, key: str) -> dict[str, Any]:
    changes = request.model_dump(exclude={key}, exclude_none=True)
    if not changes:
        raise Refusal(422, "NOTHING_TO_CHANGE", "send at least one field to change")
    return changes


def _account_view(account: Account) -> dict[str, Any]:
    return reference_view("ACCOUNT", account.code, account)


def _tax_view(code: TaxCode) -> dict[str, Any]:
    return reference_view("TAX_CODE", code.code, code)


def _center_view(center: CostCenter) -> dict[str, Any]:
    return reference_view("COST_CENTER", center.code, center)


def _location_view(location: StockLocation) -> dict[str, Any]:
    return reference_view("LOCATION", location.code, location)


def project_view(project: Any) -> dict[str, Any]:
    return reference_view("PROJECT", project.number, project)


def _creates(name: str, path: str, request: type[WireModel], handler: Any) -> Operation:
    noun = name.removeprefix("create_").replace("_", " ")
    return Operation(
        name=name,
        method="POST",
        path=path,
        scope="erp.references.write",
        request=request,
        response=ReferenceView,
        handler=handler,
        key=(next(iter(request.model_fields.values())).alias or "",),
        summary=f"Sets up a new {noun}, which other systems must learn before its first use.",
        status=201,
    )


def _updates(name: str, path: str, request: type[WireModel], handler: Any) -> Operation:
    noun = name.removeprefix("update_").replace("_", " ")
    return Operation(
        name=name,
        method="PATCH",
        path=path,
        scope="erp.references.write",
        request=request,
        response=ReferenceView,
        handler=handler,
        key=(next(iter(request.model_fields.values())).alias or "",),
        summary=f"Changes or blocks a {noun}, which raises its version by one.",
    )


OPERATIONS = (
    _creates("create_account", "/accounts", CreateAccount, create_account),
    _updates("update_account", "/accounts/{Account}", UpdateAccount, update_account),
    _creates("create_tax_code", "/taxCodes", CreateTaxCode, create_tax_code),
    _updates("update_tax_code", "/taxCodes/{TaxCode}", UpdateTaxCode, update_tax_code),
    _creates("create_cost_center", "/costCenters", CreateCostCenter, create_cost_center),
    _updates(
        "update_cost_center", "/costCenters/{CostCenter}", UpdateCostCenter, update_cost_center
    ),
    _creates(
        "create_stock_location", "/stockLocations", CreateStockLocation, create_stock_location
    ),
    _updates(
        "update_stock_location",
        "/stockLocations/{LocationCode}",
        UpdateStockLocation,
        update_stock_location,
    ),
    Operation(
        name="list_references",
        method="GET",
        path="/references",
        scope="erp.references.read",
        request=ListReferences,
        response=Page[ReferenceView],
        handler=list_references,
        key=("Kind", "Code"),
        summary="Reference data of a kind with versions, one of it if Code is given.",
    ),
)

"""What the ERP holds before the first day: masters, periods, opening balances.

Rows have the API's field names and are checked like requests; a bad row raises ValueError. Load
locations before cost centers, suppliers before open invoices. Opening balances are booked on
the date of loading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, INVENTORY, OPENING_BALANCE
from mock_systems.erp.asset_operations import AssetRow, load_asset
from mock_systems.erp.bank_accounts import OPENING as OPENING_EVIDENCE
from mock_systems.erp.bank_accounts import BankAccount, routing_number_is_valid
from mock_systems.erp.bank_requests import BankAccountRow
from mock_systems.erp.documents import CostCenter, Invoice, Item, Location, Period, Supplier
from mock_systems.erp.entities import DEFAULT_ENTITY, LegalEntity
from mock_systems.erp.expense_invoice_operations import ApproverRow
from mock_systems.erp.intercompany_requests import LegalEntityRow
from mock_systems.erp.invoice_checks import compared_number
from mock_systems.erp.ledger import Journal
from mock_systems.erp.match import APPROVED, make_payable
from mock_systems.erp.money import Amount, UnitPrice
from mock_systems.erp.period_operations import PeriodStatus
from mock_systems.erp.receivable_operations import OpenReceivableRow, book_receivable
from mock_systems.erp.receivables import OPENING as OPENING_RECEIVABLE
from mock_systems.erp.rules import CLOSED
from mock_systems.erp.settings import Settings
from mock_systems.erp.supplier_operations import SupplierStatus, Terms
from mock_systems.erp.tables import ID_BASE, Tables
from mock_systems.erp.wire import BusinessDate, Code, PeriodName, Text, WireModel


class LocationRow(WireModel):
    business_unit: Code
    name: Text
    gln: Annotated[str, Field(pattern=r"^[0-9]{13}$")]
    time_zone: Code
    legal_entity: Code = DEFAULT_ENTITY


class CostCenterRow(WireModel):
    cost_center: Code
    name: Text
    business_unit: Code
    budget: Amount


class SupplierRow(WireModel):
    supplier_number: Code
    supplier_name: Text
    tax_identifier: Code
    payment_terms: Terms
    status: SupplierStatus = "ACTIVE"
    remit_to_address: str = ""


class UnitRow(WireModel):
    uom_code: Code
    factor: Annotated[int, Field(ge=1, le=100_000)]


class ItemRow(WireModel):
    item_number: Code
    description: Text
    primary_uom_code: Annotated[str, Field(pattern="^EA$")] = "EA"
    standard_cost: UnitPrice
    stocked: bool
    units: tuple[UnitRow, ...] = ()
    billable: bool = False


class PeriodRow(WireModel):
    period_name: PeriodName
    status: PeriodStatus


class OpenInvoiceRow(WireModel):
    supplier_number: Code
    invoice_number: Code
    invoice_date: BusinessDate
    due_date: BusinessDate
    invoice_amount: Amount
    business_unit: Code
    source_order_number: str
    contract_number: str = ""


class OpeningStockRow(WireModel):
    business_unit: Code
    amount: Amount


class SettingsRow(WireModel):
    """NORMALISED takes `INV-001` and `inv001` for one invoice; EXACT does not."""

    duplicate_check: Literal["NORMALISED", "EXACT"] = "NORMALISED"
    approval_limit: Amount = Settings().approval_limit_minor


def load_row(tables: Tables, kind: str, row: Mapping[str, Any], today: str) -> None:
    """Takes one row. Raises ValueError for an unknown kind or a bad row, and keeps nothing."""
    opening = KINDS.get(kind)
    if opening is None:
        raise ValueError(f"expected one of {', '.join(KINDS)}, got {kind!r}")
    opening.take(tables, opening.row.model_validate(row), today)


def _take_location(tables: Tables, row: LocationRow, _today: str) -> None:
    try:
        zone = ZoneInfo(row.time_zone)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"expected an IANA time zone, got {row.time_zone!r}") from error
    if row.legal_entity == DEFAULT_ENTITY:
        tables.entities.setdefault(DEFAULT_ENTITY, LegalEntity(DEFAULT_ENTITY, "Hospital Group"))
    _expect(row.legal_entity in tables.entities, "a loaded LegalEntity", row.legal_entity)
    tables.locations[row.business_unit] = Location(
        row.business_unit, row.name, row.gln, zone, row.legal_entity
    )


def _take_cost_center(tables: Tables, row: CostCenterRow, _today: str) -> None:
    _expect(row.business_unit in tables.locations, "a loaded BusinessUnit", row.business_unit)
    tables.cost_centers[row.cost_center] = CostCenter(
        row.cost_center, row.name, row.business_unit, row.budget
    )


def _take_supplier(tables: Tables, row: SupplierRow, _today: str) -> None:
    number = row.supplier_number
    tables.suppliers[number] = Supplier(
        number=number,
        name=row.supplier_name,
        tax_identifier=row.tax_identifier,
        terms=row.payment_terms,
        status=row.status,
        remit_to=row.remit_to_address,
    )
    if number.isdecimal():
        tables.next_supplier = max(tables.next_supplier, int(number) + 1)


def _take_item(tables: Tables, row: ItemRow, _today: str) -> None:
    factors = {"EA": 1, **{unit.uom_code: unit.factor for unit in row.units}}
    _expect(factors["EA"] == 1, "factor 1 for EA", factors["EA"])
    tables.items[row.item_number] = Item(
        row.item_number,
        row.description,
        row.primary_uom_code,
        row.standard_cost,
        row.stocked,
        factors,
        row.billable,
    )


def _take_period(tables: Tables, row: PeriodRow, _today: str) -> None:
    closed_after = 0 if row.status == CLOSED else None
    period = Period(row.period_name, row.status, closed_after=closed_after)
    tables.periods[row.period_name] = period


def _take_open_invoice(tables: Tables, row: OpenInvoiceRow, today: str) -> None:
    key = (row.supplier_number, row.invoice_number)
    _expect(row.supplier_number in tables.suppliers, "a loaded supplier", row.supplier_number)
    _expect(row.business_unit in tables.locations, "a loaded BusinessUnit", row.business_unit)
    _expect(key not in tables.invoices_by_key, "a new InvoiceNumber", row.invoice_number)
    invoice = Invoice(
        id=ID_BASE + len(tables.invoices) + 1,
        number=row.invoice_number,
        supplier=row.supplier_number,
        business_unit=row.business_unit,
        source_order=row.source_order_number,
        contract=row.contract_number,
        invoice_date=row.invoice_date,
        due_date=row.due_date,
        amount_minor=row.invoice_amount,
        status=APPROVED,
    )
    tables.invoices[invoice.id] = tables.invoices_by_key[key] = invoice
    tables.invoice_numbers.add(compared_number(*key))
    make_payable(tables, invoice)
    lines = (
        (OPENING_BALANCE, "", row.invoice_amount),
        (ACCOUNTS_PAYABLE, "", -row.invoice_amount),
    )
    tables.ledger.post(Journal(row.business_unit, today, "OPENING", row.invoice_number, lines))


def _take_opening_stock(tables: Tables, row: OpeningStockRow, today: str) -> None:
    _expect(row.business_unit in tables.locations, "a loaded BusinessUnit", row.business_unit)
    lines = ((INVENTORY, "", row.amount), (OPENING_BALANCE, "", -row.amount))
    tables.ledger.post(Journal(row.business_unit, today, "OPENING", "STOCK", lines))


def _take_entity(tables: Tables, row: LegalEntityRow, _today: str) -> None:
    tables.entities[row.legal_entity] = LegalEntity(row.legal_entity, row.name)


def _take_bank_account(tables: Tables, row: BankAccountRow, _today: str) -> None:
    supplier = row.supplier_number
    _expect(supplier in tables.suppliers, "a loaded supplier", supplier)
    _expect(supplier not in tables.bank.accounts, "one account of a supplier", supplier)
    valid = routing_number_is_valid(row.routing_number)
    _expect(valid, "an ABA routing number", row.routing_number)
    numbers = (row.routing_number, row.account_number, row.effective_from)
    tables.bank.add(BankAccount(supplier, 1, *numbers, OPENING_EVIDENCE, OPENING_EVIDENCE))


def _take_open_receivable(tables: Tables, row: OpenReceivableRow, today: str) -> None:
    _expect(row.business_unit in tables.locations, "a loaded BusinessUnit", row.business_unit)
    head = Journal(row.business_unit, today, OPENING_RECEIVABLE, row.reference, ())
    book_receivable(tables, head, row.amount)


def _take_approver(tables: Tables, row: ApproverRow, _today: str) -> None:
    tables.approvers[row.approver] = row.approval_limit


def _take_settings(tables: Tables, row: SettingsRow, _today: str) -> None:
    tables.settings = Settings(row.duplicate_check == "NORMALISED", row.approval_limit)


def _expect(condition: bool, expected: str, got: object) -> None:
    if not condition:
        raise ValueError(f"expected {expected}, got {got!r}")


class Opening(NamedTuple):
    """The shape of one kind of row, with the function that takes it."""

    row: type[BaseModel]
    take: Callable[[Tables, Any, str], None]


KINDS = {
    "locations": Opening(LocationRow, _take_location),
    "cost_centers": Opening(CostCenterRow, _take_cost_center),
    "suppliers": Opening(SupplierRow, _take_supplier),
    "items": Opening(ItemRow, _take_item),
    "periods": Opening(PeriodRow, _take_period),
    "settings": Opening(SettingsRow, _take_settings),
    "legal_entities": Opening(LegalEntityRow, _take_entity),
    "approvers": Opening(ApproverRow, _take_approver),
    "bank_accounts": Opening(BankAccountRow, _take_bank_account),
    "assets": Opening(AssetRow, load_asset),
    "open_receivables": Opening(OpenReceivableRow, _take_open_receivable),
    "open_invoices": Opening(OpenInvoiceRow, _take_open_invoice),
    "opening_stock": Opening(OpeningStockRow, _take_opening_stock),
}

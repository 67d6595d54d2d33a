"""Loads master data with opening balances into the procurement suite (S02).

Rows use the wire names. A bad row raises ValueError, since a world that is built wrong must not
run; loading records no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from mock_systems.procurement.approval import ANY_COST_CENTER, ApprovalRule
from mock_systems.procurement.documents import (
    CatalogueItem,
    Documents,
    Invoice,
    Period,
    ShipTo,
    Supplier,
)
from mock_systems.procurement.lookup_values import Lookup, LookupValue
from mock_systems.procurement.wire import (
    UNITS,
    Code,
    Message,
    PeriodName,
    RecordId,
    Text,
    Total,
    UnitPrice,
    Uom,
    Version,
)

Row = Mapping[str, Any]


class ShipToRow(Message):
    code: Code
    name: Text
    gln: Annotated[str, Field(pattern="^[0-9]{13}$")]
    time_zone: str = "America/Chicago"


class SupplierRow(Message):
    id: RecordId
    name: Code
    tax_id: Text
    erp_number: Code
    payment_term: Code
    status: Literal["active", "inactive"]
    erp_version: Version


class CatalogueRow(Message):
    item_number: Code
    description: Text
    supplier_id: RecordId
    uom: Uom
    unit_price: UnitPrice
    contract_number: Annotated[str, Field(max_length=80)] = ""


class PeriodRow(Message):
    period: PeriodName
    status: Literal["open", "closing", "closed"]
    erp_version: Version = 0


class OpenInvoiceRow(Message):
    supplier_id: RecordId
    erp_number: Code
    invoice_number: Code
    po_number: Text
    total: Total
    contract_number: Annotated[str, Field(max_length=80)] = ""
    status: Literal["submitted", "approved", "on-hold"]
    status_version: Version = 0
    ship_to: Annotated[str, Field(max_length=80)] = ""


class LookupValueRow(Message):
    lookup: Lookup
    code: Code
    name: Text
    ship_to: Text = ""


class SettingsRow(Message):
    order_origin: Literal["procurement", "erp"]


class ApprovalRuleRow(Message):
    cost_center: Code = ANY_COST_CENTER
    step: Annotated[int, Field(strict=True, ge=1, le=99)]
    amount_from: Total
    approver: Code


def load_ship_to(documents: Documents, row: Row) -> None:
    """Adds a delivery address."""
    read = ShipToRow.model_validate(row)
    _require_new(read.code not in documents.ship_tos, "ship-to", read.code)
    try:
        zone = ZoneInfo(read.time_zone)
    except ZoneInfoNotFoundError as error:
        raise ValueError(f"ship-to {read.code}: no time zone {read.time_zone!r}") from error
    ship_to = ShipTo(read.code, read.name, read.gln, zone)
    documents.ship_tos[ship_to.code] = ship_to
    documents.ship_to_rows.append(ship_to)


def load_supplier(documents: Documents, row: Row) -> None:
    """Adds a supplier record under its own id."""
    read = SupplierRow.model_validate(row)
    _require_new(read.id not in documents.suppliers, "supplier", read.id)
    documents.add_supplier(Supplier(**read.model_dump()))


def load_catalogue_item(documents: Documents, row: Row) -> None:
    """Adds an orderable item of a supplier that is already loaded."""
    read = CatalogueRow.model_validate(row)
    _require_new(read.item_number not in documents.catalogue, "item", read.item_number)
    _require_supplier(documents, read.supplier_id, read.item_number)
    item = CatalogueItem(
        item_number=read.item_number,
        description=read.description,
        supplier_id=read.supplier_id,
        uom=UNITS[read.uom],
        unit_price_minor=read.unit_price,
        contract=read.contract_number,
    )
    documents.catalogue[item.item_number] = item
    documents.catalogue_rows.append(item)


def load_period(documents: Documents, row: Row) -> None:
    """Adds an accounting period."""
    read = PeriodRow.model_validate(row)
    _require_new(read.period not in documents.periods, "period", read.period)
    documents.periods[read.period] = Period(read.period, read.status, read.erp_version)


def load_open_invoice(documents: Documents, row: Row) -> None:
    """Adds an unpaid invoice from before the start; its order is history, not loaded."""
    read = OpenInvoiceRow.model_validate(row)
    number = (read.erp_number, read.invoice_number)
    _require_new(number not in documents.invoices_by_number, "invoice", number)
    _require_supplier(documents, read.supplier_id, read.invoice_number)
    invoice = Invoice(
        id=len(documents.invoices) + 1,
        invoice_number=read.invoice_number,
        supplier_id=read.supplier_id,
        erp_number=read.erp_number,
        po_number=read.po_number,
        contract=read.contract_number,
        ship_to=read.ship_to,
        total_minor=read.total,
        status=read.status,
        status_version=read.status_version,
    )
    documents.add_invoice(invoice)


def load_lookup_value(documents: Documents, row: Row) -> None:
    """Adds a value of a lookup, as the ERP had it at the start."""
    read = LookupValueRow.model_validate(row)
    place = (read.lookup, read.code)
    _require_new(place not in documents.lookup_values, "lookup value", place)
    value = LookupValue(read.lookup, read.code, read.name, True, read.ship_to)
    documents.lookup_values[place] = value


def load_approval_rule(documents: Documents, row: Row) -> None:
    """Adds a step to the approval chain of a cost centre, or of every other with `*`."""
    read = ApprovalRuleRow.model_validate(row)
    rules = documents.approval_rules.setdefault(read.cost_center, [])
    place = (read.cost_center, read.step)
    _require_new(all(rule.step != read.step for rule in rules), "approval rule", place)
    rules.append(ApprovalRule(read.step, read.amount_from, read.approver))


def _require_new(is_new: bool, noun: str, key: object) -> None:
    if not is_new:
        raise ValueError(f"{noun} {key!r} is loaded twice")


def _require_supplier(documents: Documents, supplier_id: int, row: str) -> None:
    if supplier_id not in documents.suppliers:
        raise ValueError(f"{row}: supplier-id {supplier_id} is not loaded; load suppliers first")


LOADERS: Mapping[str, Callable[[Documents, Row], None]] = {
    "ship_tos": load_ship_to,
    "suppliers": load_supplier,
    "catalogue": load_catalogue_item,
    "periods": load_period,
    "open_invoices": load_open_invoice,
    "approval_rules": load_approval_rule,
    "lookup_values": load_lookup_value,
}

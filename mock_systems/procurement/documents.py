"""The documents that the procurement suite (S02) keeps, with the indexes that find them.

Amounts are integer cents, quantities integers in the purchase unit (EA, BX, CS). Every lookup is
one dictionary access, since a run holds millions of rows; a list beside a dictionary is what the
paged listings slice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from mock_systems.procurement.approval import ApprovalRule, ApprovalStep
from mock_systems.procurement.dispute import Dispute, InvoiceHold
from mock_systems.procurement.export import Exports
from mock_systems.procurement.fulfilment import (
    Acknowledgement,
    Alternate,
    LineFulfilment,
    ServiceEntry,
    ShipNotice,
    Substitution,
)
from mock_systems.procurement.lookup_values import LookupValue
from mock_systems.procurement.onboarding import Onboarding
from mock_systems.procurement.order_version import OrderVersion
from mock_systems.procurement.price_correction import PriceCorrections


class ShipTo(NamedTuple):
    """An address that orders are delivered to; its zone decides what day it is there."""

    code: str
    name: str
    gln: str
    zone: ZoneInfo


@dataclass(slots=True)
class Supplier:
    """A supplier record; nothing keeps two records from carrying one ERP number."""

    id: int
    name: str
    tax_id: str
    erp_number: str
    erp_version: int
    payment_term: str
    status: str


class CataloguePrice(NamedTuple):
    """One imported contract price, good from `start` to `end`, both days included."""

    contract: str
    version: int
    line: int
    item_number: str
    uom: str
    unit_price_minor: int
    start: date
    end: date


@dataclass(slots=True)
class CatalogueItem:
    """An orderable item: its seeded price, and the imported prices, last imported first."""

    item_number: str
    description: str
    supplier_id: int
    uom: str
    unit_price_minor: int
    contract: str
    prices: list[CataloguePrice] = field(default_factory=list)
    pack: int = 0
    """Eaches in one unit, 0 where nobody said."""
    active: bool = True
    erp_version: int = 1


@dataclass(slots=True)
class PriceAgreement:
    """The last import of one contract, and every item that it ever priced."""

    contract: str
    version: int = 0
    lines: tuple[CataloguePrice, ...] = ()
    items: dict[str, None] = field(default_factory=dict)


class RequisitionLine(NamedTuple):
    """A requested item with the price that the catalogue gave on the day of request."""

    line_num: int
    item_number: str
    description: str
    quantity: int
    uom: str
    unit_price_minor: int
    supplier_id: int
    contract: str
    kind: str = "goods"
    """`service`: one unit, priced at the whole amount."""
    commodity: str = ""
    project: str = ""
    priced_on: date | None = None
    """The ship-to's own day on which the catalogue gave the price; None for what it has none of."""


@dataclass(slots=True)
class Requisition:
    """A request to buy: pending-sourcing, pending-approval, pending-budget, then sourced, ordered,
    rejected, budget-rejected, expired."""

    id: int
    number: str
    requester: str
    cost_center: str
    ship_to: str
    need_by: date
    lines: tuple[RequisitionLine, ...]
    total_minor: int
    status: str = "pending-approval"
    approver: str = ""
    available_minor: int | None = None
    po_numbers: tuple[str, ...] = ()
    chain: tuple[ApprovalStep, ...] = ()
    """Empty where no rule applies: then one decision of anyone is enough."""
    external_reference: str = ""


@dataclass(slots=True)
class OrderLine:
    """One ordered item; `received` is the sum of its receipts.

    `quantity` is what stands ordered now, so `quantity + cancelled == approved` always (RP1).
    """

    line_num: int
    item_number: str
    description: str
    quantity: int
    uom: str
    unit_price_minor: int
    received: int = 0
    requisition_line: int = 0
    approved: int = 0
    cancelled: int = 0
    kind: str = "goods"
    commodity: str = ""
    project: str = ""
    accepted_minor: int = 0
    """What was accepted of a service, in cents."""
    contract: str = ""
    priced_on: date | None = None
    """The day on which a contract gave the price; None where none did, or it was agreed anew."""
    need_by: date | None = None
    """Only where a change of the order set one."""
    fulfilment: LineFulfilment | None = None
    """What the supplier said of the line, None before it said anything."""


@dataclass(slots=True)
class Order:
    """A purchase order to one supplier: issued, partially-received, received, cancelled."""

    po_number: str
    requisition: str
    supplier_id: int
    erp_supplier_number: str
    ship_to: str
    cost_center: str
    contract: str
    issued_on: date
    total_minor: int
    lines: dict[int, OrderLine]
    status: str = "issued"
    over_received: bool = False
    version: int = 1
    approved_minor: int = 0
    """The highest total that anyone approved (RP3)."""
    external_reference: str = ""
    """Of the requisition that it fulfils."""


class Receipt(NamedTuple):
    """Goods reported as received against one order line."""

    id: int
    receipt_number: str
    receipt_line: int
    po_number: str
    line_num: int
    quantity: int
    uom: str
    received_on: date


class Payment(NamedTuple):
    """A payment of an invoice, as the ERP reported it."""

    payment_number: str
    amount_minor: int
    paid_on: date
    returned: str = ""
    """Why the bank sent it back, "" while it stands."""


@dataclass(slots=True)
class Invoice:
    """A supplier's invoice: submitted, approved, on-hold, paid, cancelled.

    Paid by payments, or by the ERP's word where credits cover all of it.
    """

    id: int
    invoice_number: str
    supplier_id: int
    erp_number: str
    po_number: str
    contract: str
    ship_to: str
    total_minor: int
    status: str = "submitted"
    status_version: int = 0
    reasons: tuple[str, ...] = ()
    payments: list[Payment] = field(default_factory=list)
    credited_minor: int = 0
    """What its supplier gave back in disputes that are closed."""

    @property
    def key(self) -> str:
        """The business key under which its effects are recorded."""
        return f"{self.erp_number}/{self.invoice_number}"

    @property
    def paid_minor(self) -> int:
        """What its payments that stand add up to."""
        return sum(payment.amount_minor for payment in self.payments if not payment.returned)


@dataclass(slots=True)
class Period:
    """An accounting period as the ERP last told it."""

    period: str
    status: str
    erp_version: int = 0


@dataclass(slots=True)
class Documents:
    """Everything the suite stores."""

    ship_tos: dict[str, ShipTo] = field(default_factory=dict)
    ship_to_rows: list[ShipTo] = field(default_factory=list)
    suppliers: dict[int, Supplier] = field(default_factory=dict)
    supplier_rows: list[Supplier] = field(default_factory=list)
    suppliers_by_erp_number: dict[str, list[Supplier]] = field(default_factory=dict)
    next_supplier_id: int = 1
    catalogue: dict[str, CatalogueItem] = field(default_factory=dict)
    catalogue_rows: list[CatalogueItem] = field(default_factory=list)
    agreements: dict[str, PriceAgreement] = field(default_factory=dict)
    lookup_values: dict[tuple[str, str], LookupValue] = field(default_factory=dict)
    """By lookup with code."""
    requisitions: dict[int, Requisition] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    requisitions_of: dict[str, list[Requisition]] = field(default_factory=dict)
    """By external reference."""
    receipts: list[Receipt] = field(default_factory=list)
    receipts_by_reference: dict[tuple[str, int], list[Receipt]] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    invoices_by_number: dict[tuple[str, str], Invoice] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    onboarding: Onboarding = field(default_factory=Onboarding)
    approval_rules: dict[str, list[ApprovalRule]] = field(default_factory=dict)
    order_versions: dict[str, list[OrderVersion]] = field(default_factory=dict)
    """The superseded versions of an order, oldest first."""
    acknowledgements: dict[tuple[str, str], Acknowledgement] = field(default_factory=dict)
    ship_notices: dict[tuple[str, str], ShipNotice] = field(default_factory=dict)
    substitutions: dict[int, Substitution] = field(default_factory=dict)
    substitutions_by_item: dict[str, list[Substitution]] = field(default_factory=dict)
    substitutions_by_order: dict[str, list[Substitution]] = field(default_factory=dict)
    alternates: list[Alternate] = field(default_factory=list)
    """In the order of their approval."""
    service_entries: dict[str, ServiceEntry] = field(default_factory=dict)
    disputes: dict[int, Dispute] = field(default_factory=dict)
    disputes_by_reference: dict[str, Dispute] = field(default_factory=dict)
    invoice_holds: dict[int, dict[str, InvoiceHold]] = field(default_factory=dict)
    """By invoice id, then by the hold's code."""
    corrections: PriceCorrections = field(default_factory=PriceCorrections)
    exports: Exports = field(default_factory=Exports)

    def add_supplier(self, supplier: Supplier) -> None:
        """Files a supplier under its id and its ERP number."""
        self.suppliers[supplier.id] = supplier
        self.supplier_rows.append(supplier)
        self.suppliers_by_erp_number.setdefault(supplier.erp_number, []).append(supplier)
        self.next_supplier_id = max(self.next_supplier_id, supplier.id + 1)

    def add_invoice(self, invoice: Invoice) -> None:
        """Files an invoice under its id and its supplier's number for it."""
        self.invoices[invoice.id] = invoice
        self.invoices_by_number[invoice.erp_number, invoice.invoice_number] = invoice


class Suite(Protocol):
    """What an operation needs of the system that runs it."""

    documents: Documents
    order_origin: str
    """`procurement`, or `erp` where purchase orders are made by the ERP."""

"""The documents of the ERP, as its tables keep them: money in cents, quantities in base units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mock_systems.erp.rules import extended_minor, liquidated_each, quantity_matches


class Location(NamedTuple):
    """A hospital as the ERP sees it: a business unit."""

    business_unit: str
    name: str
    gln: str
    zone: ZoneInfo


class CostCenter(NamedTuple):
    """A department that spends; the budget is granted anew for each period."""

    code: str
    name: str
    business_unit: str
    budget_minor: int


class Item(NamedTuple):
    """A supply item; `factors` says how many base units (EA) each unit of measure holds."""

    number: str
    description: str
    primary_uom: str
    standard_cost_minor: int
    stocked: bool
    factors: Mapping[str, int]


@dataclass(slots=True)
class Supplier:
    """A supplier master record of one version."""

    number: str
    name: str
    tax_identifier: str
    terms: str
    status: str
    remit_to: str
    version: int = 1


@dataclass(slots=True)
class Period:
    """An accounting period `YYYY-MM`."""

    name: str
    status: str
    version: int = 1


class AgreementLine(NamedTuple):
    """One contract price."""

    number: int
    item: str
    uom: str
    unit_price_minor: int
    start_date: str
    end_date: str


class PriceAgreement(NamedTuple):
    """The version of a contract's prices in force; versions are replaced whole."""

    number: str
    version: int
    supplier: str
    lines: tuple[AgreementLine, ...]


@dataclass(slots=True)
class OrderLine:
    """A line of a purchase order with what was received and billed so far, in base units."""

    number: int
    item: str
    quantity: int
    uom: str
    unit_price_minor: int
    factor: int
    received_each: int = 0
    billed_each: int = 0

    @property
    def ordered_each(self) -> int:
        return self.quantity * self.factor

    @property
    def received_minor(self) -> int:
        return self._value(self.received_each)

    @property
    def billed_minor(self) -> int:
        """What was billed, at the order's price."""
        return self._value(self.billed_each)

    @property
    def encumbered_minor(self) -> int:
        """What the line still binds of the budget."""
        open_each = self._value(liquidated_each(self.ordered_each, self.billed_each))
        return self._value(self.ordered_each) - open_each

    @property
    def is_covered(self) -> bool:
        return quantity_matches(self.billed_each, self.received_each)

    @property
    def is_complete(self) -> bool:
        return min(self.received_each, self.billed_each) >= self.ordered_each

    def receive(self, each: int) -> int:
        """Takes a receipt; returns its value at the order's price."""
        before_minor = self.received_minor
        self.received_each += each
        return self.received_minor - before_minor

    def bill(self, each: int) -> tuple[int, int]:
        """Takes an invoice line; returns its value at the order's price and the encumbrance
        that it liquidates."""
        billed_minor, encumbered_minor = self.billed_minor, self.encumbered_minor
        self.billed_each += each
        return self.billed_minor - billed_minor, encumbered_minor - self.encumbered_minor

    def _value(self, each: int) -> int:
        return extended_minor(each, self.unit_price_minor, self.factor)


@dataclass(slots=True)
class Order:
    """A purchase order; `source_number` is the number that the buyer gave it elsewhere."""

    number: str
    source_number: str
    supplier: str
    business_unit: str
    cost_center: str
    order_date: str
    contract: str
    lines: dict[int, OrderLine]

    @property
    def status(self) -> str:
        done = all(line.is_complete for line in self.lines.values())
        return "CLOSED" if done else "OPEN"

    @property
    def amount_minor(self) -> int:
        return sum(line.quantity * line.unit_price_minor for line in self.lines.values())


class Receipt(NamedTuple):
    """A posted receipt line."""

    id: int
    number: str
    line: int
    order: str
    order_line: int
    quantity: int
    uom: str
    accounting_date: str
    amount_minor: int
    over_receipt: bool


@dataclass(slots=True)
class Invoice:
    """A supplier invoice; `uncovered` counts its lines that wait for a receipt."""

    id: int
    number: str
    supplier: str
    business_unit: str
    source_order: str
    contract: str
    invoice_date: str
    due_date: str
    amount_minor: int
    status: str
    holds: tuple[str, ...] = ()
    uncovered: int = 0
    version: int = 1

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.number}"


class Payment(NamedTuple):
    """One invoice paid."""

    number: str
    invoice: str
    payment_date: str
    amount_minor: int


class Cost(NamedTuple):
    """Supplies charged to a department; unit, date, amount stand in its journal.

    Every usage makes one, so it repeats nothing.
    """

    journal: int
    item: str
    quantity: int


class SubledgerTotals(NamedTuple):
    """What a subledger says it holds of one period."""

    period: str
    business_unit: str
    subledger: str
    line_count: int
    quantity: int
    amount_minor: int

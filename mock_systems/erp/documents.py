"""The documents of the ERP, as its tables keep them: money in cents, quantities in base units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mock_systems.erp.rules import extended_minor, liquidated_each, quantity_matches


class Location(NamedTuple):
    """A hospital as the ERP sees it: a business unit of one legal entity."""

    business_unit: str
    name: str
    gln: str
    zone: ZoneInfo
    legal_entity: str = ""


class CostCenter(NamedTuple):
    """A department that spends; the budget is granted anew for each period."""

    code: str
    name: str
    business_unit: str
    budget_minor: int
    status: str = "ACTIVE"
    version: int = 1
    effective_date: str = ""


class Item(NamedTuple):
    """A supply item; `factors` says how many base units (EA) each unit of measure holds.

    What is ordered is one `purchase_uom` ("" for the only one) at `list_price_minor`; `billable`
    says whether patients are charged for it.
    """

    number: str
    description: str
    primary_uom: str
    standard_cost_minor: int
    stocked: bool
    factors: Mapping[str, int]
    billable: bool = False
    gtin: str = ""
    purchase_uom: str = ""
    supplier: str = ""
    list_price_minor: int = 0
    status: str = "ACTIVE"
    version: int = 1


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
    """An accounting period `YYYY-MM`; `closed_after` is how many journals the ledger had when it
    was closed, which is final."""

    name: str
    status: str
    version: int = 1
    closed_after: int | None = None

    def was_closed(self, place: int) -> bool:
        """Whether it was closed before the ledger's journal at a place, from 1 on, was posted."""
        return self.closed_after is not None and place > self.closed_after


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
    by_item: Mapping[tuple[str, str], tuple[AgreementLine, ...]]
    """(item, unit) -> its prices."""

    def unit_price_minor(self, item: str, uom: str, on: str) -> int | None:
        """The price of a day, None without one."""
        lines = self.by_item.get((item, uom), ())
        found = (line for line in lines if line.start_date <= on <= line.end_date)
        return next((line.unit_price_minor for line in found), None)


@dataclass(slots=True)
class OrderLine:
    """A line of a purchase order with what was received and billed so far, in base units.

    A two-way line (a service) is matched with its order alone, hence accrues nothing; a closed
    line binds no budget any more; the cost of a project's line goes to the project.
    """

    number: int
    item: str
    quantity: int
    uom: str
    unit_price_minor: int
    factor: int
    received_each: int = 0
    billed_each: int = 0
    two_way: bool = False
    closed: bool = False
    description: str = ""
    expense_account: str = ""
    project: str = ""

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
        if self.closed:
            return 0
        open_each = self._value(liquidated_each(self.ordered_each, self.billed_each))
        return self._value(self.ordered_each) - open_each

    @property
    def grni_minor(self) -> int:
        """Received, not yet invoiced, at the order's price."""
        return 0 if self.two_way else self.received_minor - self.billed_minor

    @property
    def is_covered(self) -> bool:
        covering = self.ordered_each if self.two_way else self.received_each
        return quantity_matches(self.billed_each, covering)

    @property
    def is_complete(self) -> bool:
        received_each = self.billed_each if self.two_way else self.received_each
        return min(received_each, self.billed_each) >= self.ordered_each

    @property
    def is_settled(self) -> bool:
        """Whether everything received is invoiced, and the other way round."""
        return self.two_way or self.received_each == self.billed_each

    def receive(self, each: int) -> int:
        """Takes a receipt; returns its value at the order's price."""
        before_minor = self.received_minor
        self.received_each += each
        return self.received_minor - before_minor

    def bill(self, each: int) -> tuple[int, int]:
        """Takes an invoice line; returns its value at the order's price and the encumbrance
        that it liquidates."""
        before_each, ordered_each = self.billed_each, self.ordered_each
        after_each = self.billed_each = before_each + each
        value_minor = self._value(after_each) - self._value(before_each)
        if self.closed:
            return value_minor, 0
        if max(before_each, after_each) <= ordered_each:
            return value_minor, value_minor
        freed_minor = self._value(liquidated_each(ordered_each, after_each))
        return value_minor, freed_minor - self._value(liquidated_each(ordered_each, before_each))

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
    version: int = 1
    ended: str = ""
    """CANCELLED or FINALLY_CLOSED, once a person ended it."""

    @property
    def status(self) -> str:
        if self.ended:
            return self.ended
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


class Part(NamedTuple):
    """What a document bills on one line of its order, kept so that it can be taken back; both
    numbers are negative in a credit."""

    line: OrderLine
    each: int
    amount_minor: int


class Charge(NamedTuple):
    """What an invoice charged without an order: expense, tax or freight."""

    account: str
    cost_center: str
    amount_minor: int
    project: str = ""


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
    order: str = ""
    parts: Sequence[Part] = ()
    charges: tuple[Charge, ...] = ()
    credited_minor: int = 0
    requester: str = ""
    is_correction: bool = False
    """Of a price that came late."""

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.number}"

    @property
    def is_expense(self) -> bool:
        """Whether it came without an order."""
        return bool(self.requester)

    @property
    def type(self) -> str:
        """As the events say."""
        if self.is_correction:
            return "PRICE_CORRECTION"
        return "EXPENSE" if self.is_expense else "STANDARD"

    @property
    def is_submitted(self) -> bool:
        """Whether procurement has it too."""
        return not (self.is_expense or self.is_correction)

    @property
    def open_minor(self) -> int:
        """What is left to pay."""
        return self.amount_minor - self.credited_minor


@dataclass(slots=True)
class Payment:
    """One invoice paid, to the bank account that was effective on the day."""

    number: str
    invoice: str
    payment_date: str
    amount_minor: int
    invoice_id: int = 0
    file: str = ""
    account_version: int = 0
    status: str = "ISSUED"
    statement: str = ""
    method: str = "CHECK"
    """ACH to a bank account, CHECK without one, NONE where credits covered the invoice."""


class PaymentFileHead(NamedTuple):
    """What tells a file to the bank apart; kept, so that it can be exported again unchanged."""

    created_at: datetime
    modifier: str
    payment_date: str


class SubledgerTotals(NamedTuple):
    """What a subledger says it holds of one period."""

    period: str
    business_unit: str
    subledger: str
    line_count: int
    quantity: int
    amount_minor: int

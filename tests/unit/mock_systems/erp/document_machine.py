"""A machine that drives the later documents of the ERP, legally or not.

Changes, returns, credits, cancellations, bank returns, receivables, intercompany, projects: every
rule may be refused, and a refusal must leave no trace.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from mock_systems.erp.documents import Order
from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    BOXED,
    LOOSE,
    MASTERS,
    Desk,
    invoice_line,
    order_line,
)

REACHED: Counter[str] = Counter()
UNITS = ("BU100", "BU200")
CENTERS = {"BU100": "CC-1010", "BU200": "CC-2010"}
PROJECT = {"BU100": "P-1", "BU200": "P-2"}
PICK = st.integers(0, 2**16)
UNIT = st.sampled_from(UNITS)
DATES = st.sampled_from(["2026-04-10", "2026-04-10", "2026-04-10", "2026-05-02", "2026-03-31"])
QUANTITY = st.integers(1, 6)
MINOR = st.integers(0, 5000)
LINE_KINDS = st.lists(
    st.sampled_from(["box", "box", "loose", "service", "text", "project", "project service"]),
    min_size=1,
    max_size=3,
)
EXTRA: dict[str, dict[str, Any]] = {
    "service": {"MatchOption": "2-WAY", "Description": "cleaning"},
    "text": {"Description": "a cable", "ExpenseAccount": "6100"},
    "project": {},
    "project service": {"MatchOption": "2-WAY", "Description": "plumbing"},
}


def money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def two_companies() -> Desk:
    desk = Desk()
    codes = ("LE1", "LE2")
    desk.erp.load("legal_entities", [{"LegalEntity": code, "Name": code} for code in codes])
    rows = zip(MASTERS["locations"], codes, strict=True)
    desk.erp.load("locations", [{**row, "LegalEntity": code} for row, code in rows])
    for kind in ("cost_centers", "suppliers", "items", "periods"):
        desk.erp.load(kind, MASTERS[kind])
    desk.erp.load("approvers", [{"Approver": "cfo", "ApprovalLimit": "1000000.00"}])
    desk.erp.load("settings", [{"ApprovalLimit": "10.00"}])
    return desk


class Documents(RuleBasedStateMachine):
    """Every rule may be refused; a refusal leaves no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = two_companies()
        self.made = 0

    def attempt(self, operation: str, **body: Any) -> dict[str, Any] | None:
        before = copy.deepcopy((self.desk.erp.tables, self.desk.notes))
        outcome = self.desk.call(operation, body)
        REACHED[outcome.code or operation] += 1
        if outcome.status < 400:
            return outcome.body
        assert outcome.status in {404, 409, 422}
        assert outcome.code != "INVALID_REQUEST", outcome
        assert (self.desk.erp.tables, self.desk.notes) == before
        return None

    def number(self) -> str:
        self.made += 1
        return f"N{self.made}"

    def orders(self) -> list[Order]:
        return list(self.desk.erp.tables.orders.values())

    @initialize()
    def projects(self) -> None:
        for unit in UNITS:
            fields = {"ProjectNumber": PROJECT[unit], "Name": "wing", "BusinessUnit": unit}
            self.attempt("create_project", **fields, CostCenter=CENTERS[unit])
        self.order("BU100", ["box", "project"], 100)

    @rule(unit=UNIT, kinds=LINE_KINDS, price=MINOR)
    def order(self, unit: str, kinds: list[str], price: int) -> None:
        lines = []
        for number, kind in enumerate(kinds, start=1):
            item, uom = (LOOSE, "EA") if kind == "loose" else (BOXED, "BX")
            line = {**order_line(number, item, 4, uom, money(price)), **EXTRA.get(kind, {})}
            if "Description" in line:
                del line["ItemNumber"]
            if kind.startswith("project"):
                line["ProjectNumber"] = PROJECT[unit]
            lines.append(line)
        self.attempt(
            "create_purchase_order",
            SourceOrderNumber=self.number(),
            SupplierNumber=BOX_SUPPLIER,
            BusinessUnit=unit,
            CostCenter=CENTERS[unit],
            OrderDate="2026-04-10",
            Lines=lines,
        )

    @rule(pick=PICK, quantity=QUANTITY, date=DATES)
    def receive(self, pick: int, quantity: int, date: str) -> None:
        order = self.orders()[pick % len(self.orders())]
        line = list(order.lines.values())[pick % len(order.lines)]
        odd = line.item == BOXED and pick % 3 == 0
        self.attempt(
            "create_receipt",
            ReceiptNumber=f"R{pick % 9}",
            ReceiptLine=1,
            OrderNumber=order.number,
            LineNumber=line.number,
            Quantity=quantity,
            UOMCode="EA" if odd else line.uom,
            AccountingDate=date,
            BusinessUnit=order.business_unit,
        )

    @rule(pick=PICK, quantity=st.integers(0, 6), date=DATES, back=st.booleans())
    def change_receipt(self, pick: int, quantity: int, date: str, back: bool) -> None:
        receipts = [r for rs in self.desk.erp.tables.receipts_by_key.values() for r in rs]
        if not receipts:
            return
        receipt = receipts[pick % len(receipts)]
        body = {
            "ReceiptNumber": receipt.number,
            "ReceiptLine": receipt.line,
            "ReceiptId": receipt.id,
            "AccountingDate": date,
        }
        if back:
            body |= {"ReturnNumber": self.number(), "Reason": "broken"}
            self.attempt("return_receipt", **body, Quantity=quantity or 1)
        else:
            self.attempt("correct_receipt", **body, Quantity=quantity, CorrectionNumber="C")

    @rule(pick=PICK, quantity=QUANTITY, date=DATES, markup=st.sampled_from([0, 0, 0, 900]))
    def invoice(self, pick: int, quantity: int, date: str, markup: int) -> None:
        order = self.orders()[pick % len(self.orders())]
        line = list(order.lines.values())[pick % len(order.lines)]
        price = line.unit_price_minor + markup
        each = line.item == BOXED and pick % 4 == 0
        uom = "EA" if each else line.uom
        lines = [invoice_line(n, line.number, quantity, uom, money(price)) for n in (1, 2)]
        tax, freight = pick % 3, pick % 2
        self.attempt(
            "create_invoice",
            InvoiceNumber=f"I-{pick % 60}",
            SupplierNumber=BOX_SUPPLIER,
            InvoiceDate="2026-04-01",
            InvoiceAmount=money(2 * quantity * price + tax + freight),
            SourceOrderNumber=order.source_number,
            OrderNumber=order.number,
            BusinessUnit=order.business_unit,
            AccountingDate=date,
            TaxAmount=money(tax),
            FreightAmount=money(freight),
            Lines=lines,
        )

    @rule(pick=PICK, amount=MINOR, date=DATES, project=st.booleans())
    def expense(self, pick: int, amount: int, date: str, project: bool) -> None:
        unit = UNITS[pick % 2]
        line = {"ProjectNumber": PROJECT[unit]} if project else {"Account": "6200"}
        self.attempt(
            "create_expense_invoice",
            InvoiceNumber=f"i{pick % 60}",
            SupplierNumber=BOX_SUPPLIER,
            InvoiceDate="2026-04-01",
            InvoiceAmount=money(amount),
            BusinessUnit=unit,
            CostCenter=CENTERS[unit],
            Requester="ward",
            AccountingDate=date,
            Lines=[{"LineNumber": 1, **line, "Amount": money(amount)}],
        )

    @rule(pick=PICK, step=st.sampled_from(["approve", "release", "cancel"]), date=DATES)
    def decide(self, pick: int, step: str, date: str) -> None:
        invoices = list(self.desk.erp.tables.invoices)
        number = invoices[pick % len(invoices)] if invoices else 1
        if step == "approve":
            self.attempt("approve_invoice", InvoiceId=number, Approver="cfo")
        elif step == "release":
            self.attempt("release_hold", InvoiceId=number, Reason="agreed")
        else:
            self.attempt("cancel_invoice", InvoiceId=number, AccountingDate=date, Reason="wrong")

    @rule(pick=PICK, quantity=QUANTITY, date=DATES, price_only=st.booleans(), named=st.booleans())
    def credit(self, pick: int, quantity: int, date: str, price_only: bool, named: bool) -> None:
        tables = self.desk.erp.tables
        matched = [invoice for invoice in tables.invoices.values() if invoice.parts]
        if not matched:
            return
        invoice = matched[pick % len(matched)]
        order, line = tables.orders[invoice.order], invoice.parts[0].line
        price = min(line.unit_price_minor, 50) if price_only else line.unit_price_minor
        self.attempt(
            "create_credit_memo",
            CreditNumber=self.number(),
            SupplierNumber=BOX_SUPPLIER,
            OrderNumber=order.number,
            BusinessUnit=order.business_unit,
            InvoiceNumber=invoice.number if named else "",
            CreditType="PRICE" if price_only else "RETURN",
            CreditAmount=money(quantity * price),
            AccountingDate=date,
            Lines=[invoice_line(1, line.number, quantity, line.uom, money(price))],
        )

    @rule(
        pick=PICK,
        step=st.sampled_from(["change", "change", "change", "cancel", "close"]),
        quantity=QUANTITY,
        price=st.none() | MINOR,
    )
    def alter(self, pick: int, step: str, quantity: int, price: int | None) -> None:
        order = self.orders()[pick % len(self.orders())]
        if step != "change":
            ended = {"OrderNumber": order.number, "EndDate": "2026-04-11", "Reason": "done"}
            self.attempt(f"{step}_purchase_order", **ended)
            return
        line: dict[str, Any] = {"LineNumber": 1, "Quantity": quantity}
        if price is not None:
            line["UnitPrice"] = money(price)
        self.attempt(
            "change_purchase_order",
            OrderNumber=order.number,
            Version=max(2, order.version + pick % 3),
            ChangeDate="2026-04-11",
            Lines=[line],
        )

    @rule(date=st.sampled_from(["2026-05-02", "2026-04-30"]))
    def pay(self, date: str) -> None:
        self.attempt("run_payments", PaymentDate=date)

    @rule(pick=PICK, clear=st.booleans(), date=DATES)
    def bank(self, pick: int, clear: bool, date: str) -> None:
        payments = self.desk.erp.tables.payments
        if not payments:
            return
        payment = payments[pick % len(payments)]
        if clear:
            body = {"StatementReference": "S", "ClearedDate": date}
            amount = money(payment.amount_minor)
            self.attempt("confirm_cleared", PaymentNumber=payment.number, Amount=amount, **body)
        else:
            body = {"PaymentNumber": payment.number, "ReasonCode": "R02"}
            self.attempt("reject_payment", **body, AccountingDate=date)

    @rule(
        unit=UNIT,
        amount=MINOR,
        date=DATES,
        type_=st.sampled_from(["CHARGE", "CHARGE", "CHARGE_CREDIT", "CONTRACTUAL", "REFUND"]),
    )
    def patient(self, unit: str, amount: int, date: str, type_: str) -> None:
        body = {"EntryType": type_, "BusinessUnit": unit, "AccountingDate": date}
        self.attempt("post_receivable", Reference="X", **body, Amount=money(amount))

    @rule(pick=PICK, amount=MINOR, date=DATES)
    def deposit(self, pick: int, amount: int, date: str) -> None:
        body = {"DepositTrace": "T", "BusinessUnit": UNITS[pick % 2], "Payer": "AETNA"}
        self.attempt("record_cash_receipt", **body, AccountingDate=date, Amount=money(amount))

    @rule(pick=PICK, amount=MINOR, date=DATES, back=st.booleans())
    def use_deposit(self, pick: int, amount: int, date: str, back: bool) -> None:
        receipts = self.desk.erp.tables.receivables.receipts
        if not receipts:
            return
        body = {"CashReceiptId": receipts[pick % len(receipts)].id, "AccountingDate": date}
        if back:
            self.attempt("reverse_cash_receipt", **body, ReasonCode="NSF")
        else:
            self.attempt("apply_cash", **body, Reference="835", Amount=money(amount))

    @rule(unit=UNIT, amount=MINOR, date=DATES, settle=st.booleans())
    def charge_other(self, unit: str, amount: int, date: str, settle: bool) -> None:
        if settle:
            self.attempt(
                "settle_intercompany", IntercompanyNumber="IC-00000001", AccountingDate=date
            )
            return
        other = UNITS[1 - UNITS.index(unit)]
        self.attempt(
            "charge_shared_services",
            Reference="IT",
            AccountingDate=date,
            ProviderBusinessUnit=unit,
            Amount=money(amount),
            Allocations=[{"BusinessUnit": other, "CostCenter": CENTERS[other], "Weight": 3}],
        )

    @rule(unit=UNIT, date=DATES)
    def capitalise(self, unit: str, date: str) -> None:
        cost_minor = self.desk.erp.tables.projects[PROJECT[unit]].cost_minor
        self.attempt(
            "capitalise_asset",
            AssetNumber=f"A-{unit}",
            ProjectNumber=PROJECT[unit],
            Description="wing",
            InServiceDate=date,
            Cost=money(max(0, cost_minor)),
            LifeMonths=7,
        )

    @rule(unit=UNIT, date=st.sampled_from(["2026-04-30", "2026-05-31"]))
    def depreciate(self, unit: str, date: str) -> None:
        body = {"PeriodName": date[:7], "BusinessUnit": unit, "AccountingDate": date}
        self.attempt("post_depreciation", **body)

    @rule(pick=PICK, debit=st.integers(1, 999), error=st.sampled_from([0, 0, 1]), date=DATES)
    def feed(self, pick: int, debit: int, error: int, date: str) -> None:
        lines = [
            {"Account": "1590", "ProjectNumber": PROJECT["BU100"], "Debit": money(debit)},
            {"Account": "2210", "Credit": money(debit)},
        ]
        journal = {"Reference": "J", "BusinessUnit": "BU100", "AccountingDate": date}
        self.attempt(
            "import_journal_batch",
            Source="PAYROLL",
            BatchNumber=f"B{pick % 9}",
            ControlCount=1,
            ControlDebit=money(debit + error),
            ControlCredit=money(debit),
            Journals=[{**journal, "Category": "PAYROLL", "Lines": lines}],
        )

"""Invoices without order (S01): an expense account per line, approval by amount (IM4)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    CONSTRUCTION_IN_PROGRESS,
    FREIGHT,
    SALES_TAX,
)
from mock_systems.erp.documents import Charge, Invoice
from mock_systems.erp.invoice_checks import check_number, check_sum, due_date, keep_invoice
from mock_systems.erp.invoice_operations import invoice_view
from mock_systems.erp.invoice_posting import charge_lines
from mock_systems.erp.invoice_requests import InvoiceView
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import (
    cost_center_of,
    expense_account_of,
    location_of,
    posting_period,
    supplier_of,
    tax_code_of,
)
from mock_systems.erp.match import APPROVAL_HOLD, HELD, approve, enter
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.project_costs import open_project_of
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, LineNumber, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class ExpenseLine(WireModel):
    """Either an Account with its CostCenter, or the ProjectNumber that the line builds."""

    line_number: LineNumber
    account: str = ""
    cost_center: str = ""
    project_number: str = ""
    amount: Amount


class CreateExpenseInvoice(WireModel):
    """CostCenter bears tax and freight; TaxCode, if given, must explain the TaxAmount."""

    invoice_number: Code
    supplier_number: Code
    invoice_date: BusinessDate
    invoice_amount: Amount
    business_unit: Code
    cost_center: Code
    requester: Code
    accounting_date: BusinessDate
    contract_number: str = ""
    tax_code: str = ""
    tax_amount: Amount = 0
    freight_amount: Amount = 0
    lines: Annotated[list[ExpenseLine], Field(min_length=1, max_length=500)]


class ExpenseInvoiceResult(WireModel):
    invoice_id: int
    status: Literal["HELD", "APPROVED"]
    holds: list[Literal["APPROVAL"]]
    status_version: int


class ApproveInvoice(WireModel):
    invoice_id: int
    approver: Code


class ApproverRow(WireModel):
    """A row of the opening load: who approves up to which amount."""

    approver: Code
    approval_limit: Amount


def create_expense_invoice(
    erp: HasTables, request: CreateExpenseInvoice, work: Work
) -> dict[str, Any]:
    """Up to the approval limit it is payable at once; above, somebody must approve it."""
    tables = erp.tables
    compared = check_number(tables, request.supplier_number, request.invoice_number)
    supplier = supplier_of(tables, request.supplier_number)
    location_of(tables, request.business_unit)
    cost_center_of(tables, request.cost_center)
    charges = _charges(tables, request)
    check_sum(sum(charge.amount_minor for charge in charges), request.invoice_amount)
    _check_tax(tables, request)
    period = posting_period(tables, request.accounting_date, work.caller)

    invoice = _invoice(request, due_date(request.invoice_date, supplier.terms), charges)
    keep_invoice(tables, invoice, compared)
    _post(tables, invoice, request.accounting_date, work)
    work.effect(
        Effect(
            "erp.invoice",
            invoice.key,
            amount_minor=invoice.amount_minor,
            facility=invoice.business_unit,
            period=period,
        )
    )
    free = invoice.amount_minor <= tables.settings.approval_limit_minor
    enter(tables, invoice, () if free else (APPROVAL_HOLD,), work)
    return {
        "InvoiceId": invoice.id,
        "Status": invoice.status,
        "Holds": list(invoice.holds),
        "StatusVersion": invoice.version,
    }


def approve_invoice(erp: HasTables, request: ApproveInvoice, work: Work) -> dict[str, Any]:
    """By somebody with a limit that high, who did not ask for the purchase."""
    tables = erp.tables
    invoice = tables.invoices.get(request.invoice_id)
    if invoice is None:
        raise Refusal(404, "INVOICE_NOT_FOUND", f"no invoice {request.invoice_id}")
    if APPROVAL_HOLD not in invoice.holds:
        raise Refusal(409, "NOT_WAITING", f"invoice {invoice.key} waits for no approval")
    limit_minor = tables.approvers.get(request.approver)
    if limit_minor is None:
        raise Refusal(422, "UNKNOWN_APPROVER", f"{request.approver!r} approves no invoices")
    if request.approver == invoice.requester:
        raise Refusal(409, "SAME_USER", f"{request.approver} asked for it; another must approve")
    if limit_minor < invoice.amount_minor:
        raise Refusal(
            409, "APPROVAL_LIMIT", f"{request.approver} approves up to {amount_text(limit_minor)}"
        )
    work.effect(
        Effect(
            "erp.invoice_approval",
            invoice.key,
            amount_minor=invoice.amount_minor,
            facility=invoice.business_unit,
            facts={"approver": request.approver},
        )
    )
    approve(tables, invoice, work)
    return invoice_view(invoice)


def _charges(tables: Tables, request: CreateExpenseInvoice) -> tuple[Charge, ...]:
    lines = [_charge(tables, request, line) for line in request.lines]
    surcharges = ((SALES_TAX, request.tax_amount), (FREIGHT, request.freight_amount))
    lines += [Charge(account, request.cost_center, minor) for account, minor in surcharges if minor]
    return tuple(lines)


def _charge(tables: Tables, request: CreateExpenseInvoice, line: ExpenseLine) -> Charge:
    if line.project_number:
        open_project_of(tables, line.project_number, request.business_unit)
        return Charge(CONSTRUCTION_IN_PROGRESS, "", line.amount, line.project_number)
    center = line.cost_center or request.cost_center
    cost_center_of(tables, center)
    return Charge(expense_account_of(tables, line.account), center, line.amount)


def _check_tax(tables: Tables, request: CreateExpenseInvoice) -> None:
    """Within a cent a line of what the code's rate gives."""
    if not request.tax_code:
        return
    net_minor = sum(line.amount for line in request.lines)
    expected_minor = tax_code_of(tables, request.tax_code).tax_minor(net_minor)
    if abs(request.tax_amount - expected_minor) > len(request.lines):
        raise Refusal(
            422,
            "TAX_MISMATCH",
            f"{request.tax_code} gives {amount_text(expected_minor)}, "
            f"got TaxAmount {amount_text(request.tax_amount)}",
        )


def _invoice(request: CreateExpenseInvoice, due: str, charges: tuple[Charge, ...]) -> Invoice:
    return Invoice(
        id=0,
        number=request.invoice_number,
        supplier=request.supplier_number,
        business_unit=request.business_unit,
        source_order="",
        contract=request.contract_number,
        invoice_date=request.invoice_date,
        due_date=due,
        amount_minor=request.invoice_amount,
        status=HELD,
        charges=charges,
        requester=request.requester,
    )


def _post(tables: Tables, invoice: Invoice, day: str, work: Work) -> None:
    lines = charge_lines(tables, invoice.charges, invoice.key, work)
    lines.append((ACCOUNTS_PAYABLE, "", -invoice.amount_minor))
    tables.ledger.post(Journal(invoice.business_unit, day, "INVOICE", invoice.number, tuple(lines)))


OPERATIONS = (
    Operation(
        name="create_expense_invoice",
        method="POST",
        path="/expenseInvoices",
        scope="erp.invoices.write",
        request=CreateExpenseInvoice,
        response=ExpenseInvoiceResult,
        handler=create_expense_invoice,
        key=("SupplierNumber", "InvoiceNumber"),
        summary="Enters an invoice that no order stands behind, to be approved by amount.",
        status=201,
    ),
    Operation(
        name="approve_invoice",
        method="POST",
        path="/invoices/{InvoiceId}/approvals",
        scope="erp.invoice_approvals.write",
        request=ApproveInvoice,
        response=InvoiceView,
        handler=approve_invoice,
        key=("InvoiceId",),
        summary="Approves an invoice without order, by somebody whose limit allows it.",
        status=201,
    ),
)

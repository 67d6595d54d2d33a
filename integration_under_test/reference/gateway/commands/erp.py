"""Commands to the ERP (S01)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.gateway.command_kind import (
    Answer,
    CommandKind,
    Consult,
    Enquiry,
    Look,
)
from integration_under_test.reference.gateway.proofs import any_row, version
from integration_under_test.reference.mediation.canonical.dispute_credits import DisputeCredit
from integration_under_test.reference.mediation.canonical.orders import OrderRevision
from integration_under_test.reference.mediation.erp import (
    agreements,
    bank_deposits,
    cash,
    costs,
    credit_memos,
    direct_orders,
    expense_invoices,
    invoices,
    order_changes,
    orders,
    payments,
    periods,
    price_corrections,
    receipts,
    receivables,
)


def _order_key(number: str) -> str:
    return f"erp-order/{number}"


def _known_order(answer: Answer) -> str:
    number = orders.read_number(answer)
    if not number:
        raise NotYet("the ERP has no purchase order of that number yet")
    return number


ORDER_NUMBER = Consult(
    system="erp",
    operation="find_purchase_orders",
    ask=lambda document: {"SourceOrderNumber": document.order},
    read=_known_order,
    remember_as=lambda document: _order_key(document.order),
)


async def _standing_order(revision: OrderRevision, enquiry: Enquiry) -> order_changes.Standing:
    """An order's version in procurement, for the ERP's record of it."""
    number = await enquiry.recall(_order_key(revision.order))
    if number is None:
        ask = {"SourceOrderNumber": revision.order}
        number = _known_order(await enquiry.call("erp", "find_purchase_orders", ask))
    found = await enquiry.call("procurement", "find_order_versions", {"po-number": revision.order})
    return order_changes.read_standing(number, revision, found)


async def _credited_order(credit: DisputeCredit, enquiry: Enquiry) -> credit_memos.CreditedOrder:
    asked = credit_memos.ask_invoice(credit)
    invoice = await enquiry.call("erp", "find_invoices", asked)
    asked = credit_memos.ask_order(credit_memos.read_source_order(invoice))
    return credit_memos.read_order(await enquiry.call("erp", "find_purchase_orders", asked))


COMMANDS: Mapping[str, CommandKind] = {
    "load_prices": CommandKind(
        "P03",
        "erp",
        "import_price_agreement",
        agreements.write,
        Look("get_price_agreement", agreements.find, version("Version")),
        upsert=True,
        versioned=True,
    ),
    "enter_price_correction": CommandKind(
        "P03",
        "erp",
        "create_price_correction",
        price_corrections.write,
        Look("find_price_corrections", price_corrections.find, any_row("items")),
        consult=ORDER_NUMBER,
        posts_on=price_corrections.posting_day,
    ),
    "commit_order": CommandKind(
        "P04",
        "erp",
        "create_purchase_order",
        orders.write,
        Look("find_purchase_orders", orders.find, any_row("items")),
        remembers=lambda order, answer: (_order_key(order.number), orders.read_number(answer)),
    ),
    "order_directly": CommandKind(
        "P04",
        "erp",
        "create_direct_order",
        direct_orders.write,
        Look("find_direct_orders", direct_orders.find, direct_orders.is_placed),
    ),
    "accrue_receipt": CommandKind(
        "P06",
        "erp",
        "create_receipt",
        receipts.write,
        Look("find_receipts", receipts.find, any_row("items")),
        consult=ORDER_NUMBER,
        posts_on=receipts.posting_day,
    ),
    "enter_invoice": CommandKind(
        "P07",
        "erp",
        "create_invoice",
        invoices.write,
        Look("find_invoices", invoices.find, any_row("items")),
        consult=ORDER_NUMBER,
        posts_on=invoices.posting_day,
    ),
    "enter_expense_invoice": CommandKind(
        "P07",
        "erp",
        "create_expense_invoice",
        expense_invoices.write,
        Look("find_invoices", expense_invoices.find, expense_invoices.is_same),
        posts_on=expense_invoices.posting_day,
    ),
    "enter_credit_memo": CommandKind(
        "P07",
        "erp",
        "create_credit_memo",
        credit_memos.write,
        Look("find_credit_memos", credit_memos.find, any_row("items")),
        consult=_credited_order,
        posts_on=credit_memos.posting_day,
    ),
    "confirm_cleared": CommandKind(
        "P08",
        "erp",
        "confirm_cleared",
        payments.write_clearing,
        Look("find_payments", payments.find, payments.is_cleared),
    ),
    "reject_payment": CommandKind(
        "P08",
        "erp",
        "reject_payment",
        payments.write_return,
        Look("find_payments", payments.find, payments.is_rejected, always=True),
        posts_on=payments.posting_day,
        done=frozenset({"ALREADY_REJECTED"}),
    ),
    "record_cash_receipt": CommandKind(
        "P10",
        "erp",
        "record_cash_receipt",
        bank_deposits.write,
        Look("find_cash_receipts", bank_deposits.find, bank_deposits.is_booked, always=True),
        posts_on=bank_deposits.posting_day,
    ),
    "post_receivable": CommandKind(
        "P10",
        "erp",
        "post_receivable",
        receivables.write,
        Look("find_receivables", receivables.find, any_row("items")),
        posts_on=receivables.posting_day,
    ),
    "apply_cash": CommandKind(
        "P10",
        "erp",
        "apply_cash",
        cash.write_application,
        Look("find_receivables", cash.find_application, cash.is_applied),
        posts_on=cash.posting_day,
    ),
    "post_cost": CommandKind(
        "P09",
        "erp",
        "post_cost",
        costs.write,
        Look("find_costs", costs.find, any_row("items")),
        posts_on=costs.posting_day,
    ),
    "submit_totals": CommandKind(
        "P13",
        "erp",
        "submit_subledger_totals",
        periods.write_totals,
        Look("find_subledger_totals", periods.find_totals, any_row("items")),
    ),
    "change_order": CommandKind(
        "P12",
        "erp",
        "change_purchase_order",
        order_changes.write,
        consult=_standing_order,
        upsert=True,
        versioned=True,
        done=frozenset({"STALE_VERSION"}),
    ),
}

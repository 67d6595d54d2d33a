"""The ERP as a whole (S01): what it offers, how it refuses."""

from __future__ import annotations

import pytest

from mock_systems import SYSTEMS
from mock_systems.erp import Erp
from mock_systems.erp.operations import OPERATIONS
from mock_systems.service import Refusal
from mock_systems.service.openapi import openapi_document
from tests.unit.mock_systems.erp.desk import Desk

NAMES = {
    *("create_supplier", "update_supplier", "get_supplier", "list_suppliers", "list_locations"),
    *("list_items", "list_cost_centers", "import_price_agreement", "get_price_agreement"),
    *("check_budget", "create_purchase_order", "find_purchase_orders", "create_receipt"),
    *("find_receipts", "create_invoice", "find_invoices", "list_held_invoices", "release_hold"),
    *("run_payments", "post_cost", "find_costs", "post_journal", "get_period", "list_periods"),
    *("set_period_status", "submit_subledger_totals", "list_subledger_totals"),
    "find_subledger_totals",
    *("open_period", "create_recurring_accrual", "post_accruals", "add_asset"),
    *("post_depreciation", "find_assets", "propose_bank_change", "approve_bank_change"),
    *("reject_bank_change", "list_bank_changes", "get_bank_account", "import_budget"),
    *("get_budget", "transfer_budget", "find_budget_transfers", "record_cash_receipt"),
    *("apply_cash", "reverse_cash_receipt", "find_cash_receipts", "create_credit_memo"),
    *("create_price_correction", "find_price_corrections"),
    *("find_credit_memos", "create_direct_order", "find_direct_orders", "create_expense_invoice"),
    *("approve_invoice", "post_intercompany_journal", "charge_shared_services"),
    *("settle_intercompany", "find_intercompany", "list_legal_entities", "cancel_invoice"),
    *("import_journal_batch", "find_journal_batches", "change_purchase_order"),
    *("cancel_purchase_order", "close_purchase_order", "confirm_cleared", "reject_payment"),
    *("find_payments", "list_payment_file", "export_payment_file", "get_payable_days"),
    *("create_project", "correct_item_pack"),
    *("update_project", "get_project", "capitalise_asset", "correct_receipt", "return_receipt"),
    *("find_receipt_changes", "post_receivable", "find_receivables", "get_receivable_roll"),
    *("create_account", "update_account", "create_tax_code", "update_tax_code"),
    *("create_cost_center", "update_cost_center", "list_references", "list_trial_balance"),
    *("create_stock_location", "update_stock_location", "create_item", "update_item", "get_item"),
    *("cut_postings", "list_postings", "assign_project"),
    *("register_supplier_alias", "find_supplier_aliases", "change_supplier_by_alias"),
    *("map_account", "find_account_maps", "take_over_voucher", "take_over_order"),
    *("find_site_vouchers", "find_site_orders", "return_to_site", "find_site_returns"),
}


def test_erp_offers_the_operations_of_the_contract() -> None:
    assert set(OPERATIONS) == NAMES
    assert SYSTEMS["erp"] == f"{Erp.__module__.removesuffix('.system')}:{Erp.__name__}"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_operation_is_declared_completely(name: str) -> None:
    operation = OPERATIONS[name]
    wire_names = {field.alias for field in operation.request.model_fields.values()}
    assert set(operation.key) <= wire_names
    assert operation.summary.endswith(".")
    assert operation.scope.startswith("erp.")
    assert operation.scope.endswith(".read" if operation.method == "GET" else (".write", ".read"))
    assert operation.idempotent_by_key is False


def test_no_two_operations_share_method_and_path() -> None:
    routes = {(operation.method, operation.path) for operation in OPERATIONS.values()}
    assert len(routes) == len(OPERATIONS)


def test_business_key_joins_the_wire_names() -> None:
    body = {"SupplierNumber": "30000101", "InvoiceNumber": "INV-1"}
    assert OPERATIONS["create_invoice"].business_key(body) == "30000101/INV-1"


def test_error_answer_has_the_vendors_shape(desk: Desk) -> None:
    assert desk.erp.render(Refusal(409, "NOT_HELD", "it is PAID")) == {
        "title": "Conflict",
        "status": 409,
        "detail": "it is PAID",
        "o:errorCode": "NOT_HELD",
    }


def test_api_description_can_be_made(desk: Desk) -> None:
    document = openapi_document(desk.erp)
    amount = document["components"]["schemas"]["CreateInvoice"]["properties"]["InvoiceAmount"]
    assert amount["type"] == "string"

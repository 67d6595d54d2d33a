"""For each service a request, what the systems answer, and the result in canonical terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.unit.integration_under_test.reference.fakes import ITEM
from tests.unit.integration_under_test.reference.gateway.services.asking import GLN
from tests.unit.integration_under_test.reference.gateway.services.rows import (
    BALANCE_XML,
    BATCH_ROW,
    CHARGE_ROW,
    CONTRACT_ROW,
    INVOICE_ROW,
    ITEM_ROW,
    ORDER_ROW,
    PAYMENT_ROW,
    QUOTE_ROW,
    REQUISITION_ROW,
    SITES_CSV,
    SUPPLIER,
    SUPPLIER_ROW,
    VENDORS_CSV,
    VOUCHERS_CSV,
)

Calls = tuple[tuple[str, str, dict[str, Any]], ...]


class Sample(NamedTuple):
    """`calls` are the systems' answers: (system, operation, answer)."""

    body: Mapping[str, Any]
    calls: Calls
    result: Mapping[str, Any]


ORDER_LINE = {"line": 1, "item": ITEM, "quantity": 2, "unit": "BX"}
TAKEN = "portal/H01-OR-R-1"

READS: Mapping[str, Sample] = {
    "find_supplier@1": Sample(
        {"number": "100"}, (("erp", "get_supplier", SUPPLIER_ROW),), SUPPLIER
    ),
    "find_supplier@2": Sample(
        {"tax_id": "521234567"},
        (
            ("erp", "list_suppliers", {"items": [SUPPLIER_ROW], "hasMore": False}),
            ("erp", "get_supplier", SUPPLIER_ROW),
        ),
        SUPPLIER,
    ),
    "find_item@1": Sample(
        {"item": ITEM},
        (("erp", "get_item", ITEM_ROW),),
        {
            "number": ITEM,
            "description": "screw",
            "active": True,
            "version": 1,
            "billable": True,
            "purchase_unit": "BX",
            "factor": 10,
            "cost_each_minor": 150,
            "supplier": "100",
            "list_price_minor": 1500,
        },
    ),
    "validate_contract@1": Sample(
        {"contract": "C-1", "supplier": "100", "day": "2026-04-01", "item": "other"},
        (("contracts", "get_contract", CONTRACT_ROW),),
        {"valid": False, "problems": ["not_in_force", "item_not_covered"]},
    ),
    "find_price@1": Sample(
        {"item": ITEM, "facility": GLN},
        (("contracts", "quote_price", QUOTE_ROW),),
        {
            "item": ITEM,
            "facility": GLN,
            "unit": "BX",
            "price_e4": 123400,
            "supplier": "100",
            "contract": "C-1",
            "version": 3,
        },
    ),
    "check_budget@1": Sample(
        {"cost_center": "CC-1010", "amount_minor": 1000},
        (
            (
                "erp",
                "check_budget",
                {
                    "CostCenter": "CC-1010",
                    "PeriodName": "2026-04",
                    "Result": "PASSED",
                    "AvailableAmount": "50.00",
                },
            ),
        ),
        {"cost_center": "CC-1010", "period": "2026-04", "passed": True, "available_minor": 5000},
    ),
    "find_requisition@1": Sample(
        {"reference": "API-portal/H01-OR-R-1"},
        (
            ("procurement", "find_requisitions", {"requisitions": [REQUISITION_ROW]}),
            ("procurement", "get_requisition", {"ship-to": "SHIP-1001"}),
        ),
        {
            "reference": "API-portal/H01-OR-R-1",
            "number": "RQ-7",
            "status": "ordered",
            "amount_minor": 2468,
            "orders": ["PO-1"],
        },
    ),
    "find_order@1": Sample(
        {"order": "PO-1"},
        (("procurement", "get_order", ORDER_ROW),),
        {
            "order": "PO-1",
            "supplier": "100",
            "facility": GLN,
            "status": "issued",
            "amount_minor": 2468,
            "lines": [{"line": 1, "item": ITEM, "unit": "BX", "ordered": 2, "received": 1}],
        },
    ),
    "find_invoice@1": Sample(
        {"supplier": "100", "number": "I-1"},
        (("erp", "find_invoices", {"items": [INVOICE_ROW]}),),
        {"number": "I-1", "supplier": "100", "status": "HELD", "holds": ["PRICE"], "version": 1},
    ),
    "validate_invoice@1": Sample(
        {"supplier": "100", "number": "I-1", "order": "PO-1", "amount_minor": 2469},
        (
            ("procurement", "get_order", ORDER_ROW),
            ("erp", "find_invoices", {"items": [INVOICE_ROW]}),
        ),
        {"valid": False, "problems": ["more_than_ordered", "number_used"]},
    ),
    "find_payment@1": Sample(
        {"payment": "P-1"},
        (("erp", "find_payments", {"items": [PAYMENT_ROW]}),),
        {
            "payment": "P-1",
            "supplier": "100",
            "invoice": "I-1",
            "amount_minor": 2468,
            "paid_on": "2026-04-01",
            "status": "ISSUED",
        },
    ),
    "find_stock@1": Sample(
        {"location": "H01-OR", "item": ITEM},
        (
            (
                "inventory",
                "get_stock",
                {
                    "facility": "H01",
                    "location": "H01-OR",
                    "erp_item_number": ITEM,
                    "on_hand": 40,
                },
            ),
        ),
        {"place": "H01-OR", "item": ITEM, "on_hand_ea": 40},
    ),
    "find_warehouse_stock@1": Sample(
        {"item": ITEM},
        (("warehouse", "get_stock", {"PART_NO": ITEM, "ON_HAND": 900}),),
        {"place": "WAREHOUSE", "item": ITEM, "on_hand_ea": 900},
    ),
    "confirm_charge@1": Sample(
        {"reference": "US-1"},
        (("billing", "find_charges", {"charges": [CHARGE_ROW]}),),
        {
            "reference": "US-1",
            "confirmed": True,
            "charges": [
                {
                    "charge": "CH-1",
                    "code": "SUP00001",
                    "quantity": 2,
                    "amount_minor": 500,
                    "served_on": "2026-04-01",
                    "status": "posted",
                }
            ],
        },
    ),
    "find_journal@1": Sample(
        {"reference": "API/x-1"},
        (("erp", "find_journal_batches", {"items": [BATCH_ROW]}),),
        {"sender": "API", "number": "x-1", "debit_minor": 1000, "journals": ["J-1"]},
    ),
    "find_store_balance@1": Sample(
        {"store": "1", "item": "A-9"},
        (("legacy_materials", "soap", {"xml": BALANCE_XML}),),
        {"store": "1", "item": "A-9", "description": "screw", "unit": "BX", "on_hand": 4},
    ),
    "find_site_vendor@1": Sample(
        {"site": "S1", "vendor": "V9"},
        (
            ("legacy_erp", "extract_table", VENDORS_CSV),
            ("legacy_erp", "extract_table", SITES_CSV),
        ),
        {"site": "S1", "number": "V9", "name": "Acme", "tax_id": "52", "terms": "NET30"},
    ),
    "find_site_voucher@1": Sample(
        {"site": "S1", "voucher": "V000001"},
        (
            ("legacy_erp", "extract_table", VOUCHERS_CSV),
            ("legacy_erp", "extract_table", SITES_CSV),
        ),
        {
            "site": "S1",
            "voucher": "V000001",
            "vendor": "V9",
            "amount_minor": 1200,
            "status": "parked",
        },
    ),
}
EVERYWHERE = ("find_journal@1", "find_store_balance@1")
"""Whose documents' facility nobody knows here."""

WRITES: Mapping[str, Sample] = {
    "create_supplier@1": Sample(
        {"name": "Acme", "tax_id": "52-1234567", "terms": "NET30"},
        (
            ("erp", "list_suppliers", {"items": [], "hasMore": False}),
            ("erp", "create_supplier", {"SupplierNumber": "100"}),
        ),
        {"reference": "521234567"},
    ),
    "submit_requisition@1": Sample(
        {
            "requester": "Dr. Day",
            "cost_center": "CC-1010",
            "needed_on": "2026-04-09",
            "lines": [ORDER_LINE],
        },
        (("procurement", "create_requisition", {}),),
        {"reference": f"API-{TAKEN}"},
    ),
    "submit_order@1": Sample(
        {"supplier": "100", "cost_center": "CC-1010", "lines": [{**ORDER_LINE, "price_e4": 1}]},
        (("erp", "create_direct_order", {"OrderNumber": "9"}),),
        {"reference": TAKEN},
    ),
    "submit_journal@1": Sample(
        {
            "category": "ADJUST",
            "business_unit": "BU100",
            "posted_on": "2026-04-01",
            "lines": [
                {"account": "5110", "cost_center": "CC-1010", "debit_minor": 100},
                {"account": "2100", "cost_center": "CC-1010", "credit_minor": 100},
            ],
        },
        (("erp", "import_journal_batch", {}),),
        {"reference": f"API/{TAKEN}"},
    ),
}

"""The operation table: complete, in the vendor's own words."""

from __future__ import annotations

from mock_systems.procurement import Procurement

PLANNED = {
    "create_supplier",
    "update_supplier",
    "find_suppliers",
    "list_suppliers",
    "list_ship_tos",
    "list_catalogue",
    "import_catalogue_prices",
    "find_catalogue_prices",
    "put_item",
    "get_item",
    "put_lookup_value",
    "list_lookup_values",
    "create_requisition",
    "decide_requisition",
    "record_budget_decision",
    "find_requisitions",
    "get_requisition",
    "get_order",
    "record_receipt",
    "find_receipts",
    "submit_invoice",
    "find_invoices",
    "update_invoice_status",
    "record_payment",
    "return_payment",
    "set_period_status",
    "get_period",
    "request_supplier",
    "record_screening",
    "decide_supplier_request",
    "link_supplier_request",
    "find_supplier_requests",
    "set_risk_hold",
    "release_risk_hold",
    "find_risk_holds",
    "delegate_approval",
    "expire_requisition",
    "get_approval_chain",
    "assign_source",
    "change_order",
    "find_order_versions",
    "cancel_order",
    "cancel_line",
    "import_order",
    "record_acknowledgement",
    "find_acknowledgements",
    "approve_alternate",
    "find_alternates",
    "approve_substitution",
    "reject_substitution",
    "find_substitutions",
    "find_cross_references",
    "record_ship_notice",
    "find_ship_notices",
    "get_fulfilment",
    "accept_service",
    "find_service_entries",
    "list_unexported",
    "set_exported",
    "get_exported",
    "open_dispute",
    "answer_dispute",
    "close_dispute",
    "find_disputes",
    "return_invoice_hold",
    "release_invoice_hold",
    "find_invoice_holds",
    "issue_price_corrections",
    "find_price_corrections",
}


def test_every_planned_operation_is_offered() -> None:
    assert set(Procurement.operations) == PLANNED


def test_key_and_path_fields_exist_on_the_wire() -> None:
    for operation in Procurement.operations.values():
        fields = operation.request.model_json_schema()["properties"].keys()
        in_path = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        assert {*operation.key, *in_path} <= fields, operation.name


def test_names_on_the_wire_are_kebab_case() -> None:
    for operation in Procurement.operations.values():
        for model in (operation.request, operation.response):
            assert not [name for name in model.model_json_schema()["properties"] if "_" in name]


def test_each_operation_states_scope_and_summary() -> None:
    for operation in Procurement.operations.values():
        assert operation.scope.startswith("procurement."), operation.name
        assert operation.summary.endswith("."), operation.name


def test_reads_change_nothing_and_writes_do_not_use_get() -> None:
    for operation in Procurement.operations.values():
        is_read = operation.name.startswith(("get_", "find_", "list_"))
        assert is_read == (operation.method == "GET"), operation.name

"""The operation table: complete, in the vendor's own words."""

from __future__ import annotations

from mock_systems.contracts import Contracts

PLANNED = {
    "put_party",
    "get_party",
    "draft_contract",
    "activate_contract",
    "get_contract",
    "list_contracts",
    "record_spend",
    "find_spend",
    "reverse_spend",
    *("record_invoice_hold", "lift_invoice_hold", "find_invoice_holds"),
    "amend_contract",
    "expire_contracts",
    "terminate_contract",
    "submit_contract",
    "decide_review",
    "quote_price",
    "import_price_file",
    "find_price_files",
    "record_commitment",
    "find_commitments",
    "join_organisation",
    "adopt_contract",
}


def test_every_planned_operation_is_offered() -> None:
    assert set(Contracts.operations) == PLANNED


def test_key_and_path_fields_exist_on_the_wire() -> None:
    for operation in Contracts.operations.values():
        fields = operation.request.model_json_schema()["properties"].keys()
        in_path = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        assert {*operation.key, *in_path} <= fields, operation.name


def test_each_operation_states_scope_and_summary() -> None:
    for operation in Contracts.operations.values():
        assert operation.scope.startswith("contracts."), operation.name
        assert operation.summary.endswith("."), operation.name

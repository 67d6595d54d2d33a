"""The operations on contracts of the platform (S03).

A version goes from DRAFT to ACTIVE to SUPERSEDED. Activating one is the business event of P03: its
prices then belong in the ERP, the procurement catalogue, the charge master.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.contract_messages import (
    ActivateContract,
    ContractAnswer,
    ContractPage,
    DraftContract,
    GetContract,
    VersionAnswer,
)
from mock_systems.contracts.contract_view import (
    activated_event,
    contract_row,
    line_facts,
    version_on_wire,
    version_summary,
)
from mock_systems.contracts.documents import Contract, Documents, Platform
from mock_systems.contracts.drafting import contract_lines, next_version
from mock_systems.contracts.lookup import require_contract, require_party
from mock_systems.contracts.rules import activatable, require_dates_in_order
from mock_systems.contracts.wire import Page, page
from mock_systems.service import Effect, Operation, Refusal, Work


def draft_contract(platform: Platform, request: DraftContract, work: Work) -> dict[str, Any]:
    documents = platform.documents
    require_party(documents, request.erp_supplier_number, status=422)
    require_dates_in_order(request.effective_from, request.effective_to)
    lines = contract_lines(request.lines, request.effective_from, request.effective_to)
    _require_organisation(documents, request.gpo_number)
    contract = _contract_to_draft(documents, request)
    version = next_version(contract, request.effective_from, request.effective_to, lines)
    if contract.contract_number not in documents.contracts:
        documents.add_contract(contract)
    contract.add_version(version)
    return version_summary(contract, version)


def activate_contract(platform: Platform, request: ActivateContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    ready = ("APPROVED",) if platform.approval_required else ("DRAFT", "APPROVED")
    version = activatable(contract, request.version, ready)
    superseded = contract.versions.get(contract.active_version)
    if superseded is not None:
        superseded.status = "SUPERSEDED"
    version.status = "ACTIVE"
    contract.active_version = version.version
    platform.documents.activated(contract, version)
    key = f"{contract.contract_number}/{version.version}"
    facts = {
        "supplier": contract.erp_supplier_number,
        "start": version.effective_from.isoformat(),
        "end": version.effective_to.isoformat(),
        "lines": [line_facts(line) for line in version.lines],
    }
    work.effect(Effect("contracts.activation", key, version=version.version, facts=facts))
    work.emit("contracts.contract.activated", key, activated_event(contract, version))
    return version_summary(contract, version)


def get_contract(platform: Platform, request: GetContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    versions = contract.versions.values()
    return {**contract_row(contract), "versions": [version_on_wire(v) for v in versions]}


def list_contracts(platform: Platform, request: Page, work: Work) -> dict[str, Any]:
    rows, more = page(platform.documents.contract_rows, request)
    return {"contracts": [contract_row(contract) for contract in rows], "hasMore": more}


def _contract_to_draft(documents: Documents, request: DraftContract) -> Contract:
    number = request.contract_number or _next_number(documents)
    contract = documents.contracts.get(number)
    if contract is None:
        return Contract(number, request.erp_supplier_number, gpo_number=request.gpo_number or "")
    if contract.erp_supplier_number != request.erp_supplier_number:
        raise Refusal(
            422,
            "WRONG_SUPPLIER",
            f"{number} is a contract with {contract.erp_supplier_number}, "
            f"not {request.erp_supplier_number}",
            field="erpSupplierNumber",
        )
    if request.gpo_number not in {None, contract.gpo_number}:
        raise Refusal(
            422,
            "WRONG_GPO",
            f"{number} belongs to {contract.gpo_number or 'no purchasing organisation'}",
            field="gpoNumber",
        )
    return contract


def _require_organisation(documents: Documents, gpo_number: str | None) -> None:
    if gpo_number is not None and gpo_number not in documents.memberships.organisations:
        raise Refusal(
            422, "UNKNOWN_GPO", f"nobody is a member of {gpo_number!r}", field="gpoNumber"
        )


def _next_number(documents: Documents) -> str:
    # Numbers given by callers may lie in the way; each is passed over once.
    while True:
        documents.contract_numbers_used += 1
        number = f"CTR-{documents.contract_numbers_used:08d}"
        if number not in documents.contracts:
            return number


OPERATIONS = (
    Operation(
        name="draft_contract",
        method="POST",
        path="/contracts",
        scope="contracts.contracts.write",
        request=DraftContract,
        response=VersionAnswer,
        handler=draft_contract,
        key=("contractNumber", "erpSupplierNumber", "effectiveFrom"),
        summary="Drafts the next version of a contract, or the first of a new one.",
        status=201,
    ),
    Operation(
        name="activate_contract",
        method="POST",
        path="/contracts/{contractNumber}/activations",
        scope="contracts.contracts.activate",
        request=ActivateContract,
        response=VersionAnswer,
        handler=activate_contract,
        key=("contractNumber", "version"),
        summary="Activates a draft version; the version active so far is superseded.",
        status=201,
    ),
    Operation(
        name="get_contract",
        method="GET",
        path="/contracts/{contractNumber}",
        scope="contracts.contracts.read",
        request=GetContract,
        response=ContractAnswer,
        handler=get_contract,
        key=("contractNumber",),
        summary="Reads a contract with all its versions.",
    ),
    Operation(
        name="list_contracts",
        method="GET",
        path="/contracts",
        scope="contracts.contracts.read",
        request=Page,
        response=ContractPage,
        handler=list_contracts,
        summary="Lists contracts in the order of their creation.",
    ),
)

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
from mock_systems.contracts.documents import (
    Contract,
    ContractLine,
    ContractVersion,
    Documents,
    Platform,
)
from mock_systems.contracts.lookup import require_contract, require_party
from mock_systems.contracts.rules import (
    activatable,
    require_dates_in_order,
    require_one_price_each,
)
from mock_systems.contracts.wire import Page, money_on_wire, page
from mock_systems.service import Effect, Operation, Refusal, Work


def draft_contract(platform: Platform, request: DraftContract, work: Work) -> dict[str, Any]:
    documents = platform.documents
    require_party(documents, request.erp_supplier_number, status=422)
    require_dates_in_order(request.effective_from, request.effective_to)
    lines = tuple(
        ContractLine(line.line, line.item_number, line.uom, line.unit_price)
        for line in request.lines
    )
    require_one_price_each(lines)
    contract = _contract_to_draft(documents, request)
    version = ContractVersion(
        version=contract.latest_version + 1,
        effective_from=request.effective_from,
        effective_to=request.effective_to,
        lines=lines,
    )
    if contract.contract_number not in documents.contracts:
        documents.add_contract(contract)
    contract.add_version(version)
    return _version_summary(contract, version)


def activate_contract(platform: Platform, request: ActivateContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    version = activatable(contract, request.version)
    superseded = contract.versions.get(contract.active_version)
    if superseded is not None:
        superseded.status = "SUPERSEDED"
    version.status = "ACTIVE"
    contract.active_version = version.version
    key = f"{contract.contract_number}/{version.version}"
    facts = {
        "supplier": contract.erp_supplier_number,
        "lines": [_line_facts(line) for line in version.lines],
    }
    work.effect(Effect("contracts.activation", key, version=version.version, facts=facts))
    work.emit("contracts.contract.activated", key, _activated_event(contract, version))
    return _version_summary(contract, version)


def get_contract(platform: Platform, request: GetContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    versions = contract.versions.values()
    return {**_contract_row(contract), "versions": [_version_on_wire(v) for v in versions]}


def list_contracts(platform: Platform, request: Page, work: Work) -> dict[str, Any]:
    rows, more = page(platform.documents.contract_rows, request)
    return {"contracts": [_contract_row(contract) for contract in rows], "hasMore": more}


def _contract_to_draft(documents: Documents, request: DraftContract) -> Contract:
    number = request.contract_number or _next_number(documents)
    contract = documents.contracts.get(number)
    if contract is None:
        return Contract(number, request.erp_supplier_number)
    if contract.erp_supplier_number != request.erp_supplier_number:
        raise Refusal(
            422,
            "WRONG_SUPPLIER",
            f"{number} is a contract with {contract.erp_supplier_number}, "
            f"not {request.erp_supplier_number}",
            field="erpSupplierNumber",
        )
    return contract


def _next_number(documents: Documents) -> str:
    # Numbers given by callers may lie in the way; each is passed over once.
    while True:
        documents.contract_numbers_used += 1
        number = f"CTR-{documents.contract_numbers_used:08d}"
        if number not in documents.contracts:
            return number


def _line_facts(line: ContractLine) -> dict[str, Any]:
    return {
        "line": line.line,
        "item": line.item_number,
        "uom": line.uom,
        "unit_price_minor": line.unit_price_minor,
        "unit_price_minor4": line.unit_price_minor * 100,
    }


def _activated_event(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    return {
        "contractNumber": contract.contract_number,
        "version": version.version,
        "erpSupplierNumber": contract.erp_supplier_number,
        "effectiveFrom": version.effective_from.isoformat(),
        "effectiveTo": version.effective_to.isoformat(),
        "lines": [_line_on_wire(line) for line in version.lines],
    }


def _version_summary(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    return {
        "contractNumber": contract.contract_number,
        "version": version.version,
        "status": version.status,
    }


def _contract_row(contract: Contract) -> dict[str, Any]:
    return {
        "contractNumber": contract.contract_number,
        "erpSupplierNumber": contract.erp_supplier_number,
        "activeVersion": contract.active_version,
        "latestVersion": contract.latest_version,
    }


def _version_on_wire(version: ContractVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "status": version.status,
        "effectiveFrom": version.effective_from.isoformat(),
        "effectiveTo": version.effective_to.isoformat(),
        "lines": [_line_on_wire(line) for line in version.lines],
    }


def _line_on_wire(line: ContractLine) -> dict[str, Any]:
    return {
        "line": line.line,
        "itemNumber": line.item_number,
        "uom": line.uom,
        "unitPrice": money_on_wire(line.unit_price_minor),
    }


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

"""Contracts of the platform (S03) as JSON, in answers, events, facts.

A line says its facility, its tier or its own days only where it has them, so that readers of
plain contracts see what they always saw.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion
from mock_systems.contracts.wire import money_on_wire


def version_summary(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    """What every step of a version answers."""
    return {
        "contractNumber": contract.contract_number,
        "version": version.version,
        "status": version.status,
    }


def contract_row(contract: Contract) -> dict[str, Any]:
    """A contract in a list."""
    row: dict[str, Any] = {
        "contractNumber": contract.contract_number,
        "erpSupplierNumber": contract.erp_supplier_number,
        "activeVersion": contract.active_version,
        "latestVersion": contract.latest_version,
    }
    return row | ({"gpoNumber": contract.gpo_number} if contract.gpo_number else {})


def version_on_wire(version: ContractVersion) -> dict[str, Any]:
    """A version with its lines."""
    return {
        "version": version.version,
        "status": version.status,
        "effectiveFrom": version.effective_from.isoformat(),
        "effectiveTo": version.effective_to.isoformat(),
        "lines": [line_on_wire(line) for line in version.lines],
    }


def activated_event(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    """The data of `contracts.contract.activated`."""
    return {
        "contractNumber": contract.contract_number,
        "version": version.version,
        "erpSupplierNumber": contract.erp_supplier_number,
        "effectiveFrom": version.effective_from.isoformat(),
        "effectiveTo": version.effective_to.isoformat(),
        "lines": [line_on_wire(line) for line in version.lines],
    }


def ended_event(contract: Contract, version: ContractVersion) -> dict[str, Any]:
    """The data of `contracts.contract.expired` and of `contracts.contract.terminated`."""
    return {
        "contractNumber": contract.contract_number,
        "version": version.version,
        "status": version.status,
        "erpSupplierNumber": contract.erp_supplier_number,
        "lastDay": version.last_day.isoformat(),
    }


def line_facts(line: ContractLine) -> dict[str, Any]:
    """What the simulator must know of a line."""
    facts: dict[str, Any] = {
        "line": line.line,
        "item": line.item_number,
        "uom": line.uom,
        "unit_price_minor": line.unit_price_minor,
        "unit_price_minor4": line.unit_price_minor * 100,
    }
    if line.facility_code:
        facts["facility"] = line.facility_code
    if line.min_quantity:
        facts["min_quantity"] = line.min_quantity
    return facts


def line_on_wire(line: ContractLine) -> dict[str, Any]:
    """A line with whatever narrows it."""
    on_wire: dict[str, Any] = {
        "line": line.line,
        "itemNumber": line.item_number,
        "uom": line.uom,
        "unitPrice": money_on_wire(line.unit_price_minor),
    }
    if line.facility_code:
        on_wire["facilityCode"] = line.facility_code
    if line.min_quantity:
        on_wire["minQuantity"] = line.min_quantity
    if line.effective_from is not None:
        on_wire["effectiveFrom"] = line.effective_from.isoformat()
    if line.effective_to is not None:
        on_wire["effectiveTo"] = line.effective_to.isoformat()
    return on_wire

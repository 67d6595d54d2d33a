"""Finds a party or a contract by its key, refusing where it does not exist.

A key in the path that leads nowhere is 404; one inside the body is 422, since the address was
right there.
"""

from __future__ import annotations

from mock_systems.contracts.documents import Contract, ContractVersion, Documents, Party
from mock_systems.service import Refusal


def require_party(documents: Documents, erp_supplier_number: str, status: int = 404) -> Party:
    """The party of an ERP supplier number."""
    party = documents.parties.get(erp_supplier_number)
    if party is None:
        raise Refusal(
            status,
            "UNKNOWN_PARTY",
            f"no party has the ERP supplier number {erp_supplier_number!r}",
            field="erpSupplierNumber",
        )
    return party


def require_contract(documents: Documents, contract_number: str) -> Contract:
    """The contract of a number."""
    contract = documents.contracts.get(contract_number)
    if contract is None:
        raise Refusal(
            404,
            "UNKNOWN_CONTRACT",
            f"no contract is numbered {contract_number!r}",
            field="contractNumber",
        )
    return contract


def require_version(contract: Contract, version: int) -> ContractVersion:
    """One version of a contract."""
    found = contract.versions.get(version)
    if found is None:
        name = f"{contract.contract_number} version {version}"
        raise Refusal(404, "UNKNOWN_VERSION", f"{name} does not exist", field="version")
    return found


def require_active(contract: Contract) -> ContractVersion:
    """The active version of a contract. Raises Refusal 409 where there is none."""
    found = contract.versions.get(contract.active_version)
    if found is None:
        raise Refusal(
            409,
            "NO_ACTIVE_VERSION",
            f"{contract.contract_number} has no active version; activate one first",
            field="contractNumber",
        )
    return found

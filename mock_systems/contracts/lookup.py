"""Finds a party or a contract by its key, refusing where it does not exist.

A key in the path that leads nowhere is 404; one inside the body is 422, since the address was
right there.
"""

from __future__ import annotations

from mock_systems.contracts.documents import Contract, Documents, Party
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

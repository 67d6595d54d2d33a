"""The operations on parties of the contract platform (S03).

The supplier master belongs to the ERP (P01); this copy takes whatever is sent last, with no guard
on versions.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.documents import Party, Platform
from mock_systems.contracts.lookup import require_party
from mock_systems.contracts.wire import Code, Message, PartyStatus, Text, Version
from mock_systems.service import Effect, Operation, Work


class PutParty(Message):
    erp_supplier_number: Code
    name: Code
    tax_id: Text
    status: PartyStatus
    source_version: Version


class GetParty(Message):
    erp_supplier_number: Code


class PartyAnswer(Message):
    party_id: str
    erp_supplier_number: str
    name: str
    tax_id: str
    status: str
    source_version: int


def put_party(platform: Platform, request: PutParty, work: Work) -> dict[str, Any]:
    documents = platform.documents
    known = documents.parties.get(request.erp_supplier_number)
    if known is None:
        documents.party_ids_used += 1
    party = Party(
        party_id=known.party_id if known else f"PTY-{documents.party_ids_used:06d}",
        erp_supplier_number=request.erp_supplier_number,
        name=request.name,
        tax_id=request.tax_id,
        status=request.status,
        source_version=request.source_version,
    )
    documents.parties[party.erp_supplier_number] = party
    work.effect(Effect("contracts.party", party.erp_supplier_number, version=party.source_version))
    return _party_on_wire(party)


def get_party(platform: Platform, request: GetParty, work: Work) -> dict[str, Any]:
    return _party_on_wire(require_party(platform.documents, request.erp_supplier_number))


def _party_on_wire(party: Party) -> dict[str, Any]:
    return {
        "partyId": party.party_id,
        "erpSupplierNumber": party.erp_supplier_number,
        "name": party.name,
        "taxId": party.tax_id,
        "status": party.status,
        "sourceVersion": party.source_version,
    }


OPERATIONS = (
    Operation(
        name="put_party",
        method="PUT",
        path="/parties/{erpSupplierNumber}",
        scope="contracts.parties.write",
        request=PutParty,
        response=PartyAnswer,
        handler=put_party,
        key=("erpSupplierNumber", "sourceVersion"),
        summary="Creates or replaces a party; the last write wins whatever its version.",
    ),
    Operation(
        name="get_party",
        method="GET",
        path="/parties/{erpSupplierNumber}",
        scope="contracts.parties.read",
        request=GetParty,
        response=PartyAnswer,
        handler=get_party,
        key=("erpSupplierNumber",),
        summary="Reads the party of an ERP supplier number.",
    ),
)

"""Loads parties or contracts that exist before the start into the contract platform (S03).

Rows use the wire names. A bad row raises ValueError, since a world that is built wrong must not
run; loading records no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.contracts.contract_messages import DraftedLine
from mock_systems.contracts.documents import Contract, ContractVersion, Documents, Party
from mock_systems.contracts.drafting import contract_lines
from mock_systems.contracts.membership import Membership
from mock_systems.contracts.rules import require_dates_in_order
from mock_systems.contracts.wire import Code, Day, Message, PartyStatus, Text, Version
from mock_systems.service import Refusal

Row = Mapping[str, Any]


class PartyRow(Message):
    party_id: Annotated[str, Field(pattern="^PTY-[0-9]{6,9}$")]
    erp_supplier_number: Code
    name: Code
    tax_id: Text
    status: PartyStatus
    source_version: Version


class ContractRow(Message):
    contract_number: Code
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    erp_supplier_number: Code
    status: Literal["DRAFT", "ACTIVE", "SUPERSEDED"]
    effective_from: Day
    effective_to: Day
    lines: list[DraftedLine]
    gpo_number: Code | None = None


class MembershipRow(Message):
    gpo_number: Code
    facility_code: Code
    member_from: Day
    member_to: Day | None = None


class SettingsRow(Message):
    approval_required: Annotated[bool, Field(strict=True)]


def load_party(documents: Documents, row: Row) -> None:
    """Adds a party under its own id."""
    read = PartyRow.model_validate(row)
    if read.erp_supplier_number in documents.parties:
        raise ValueError(f"party {read.erp_supplier_number} is loaded twice")
    documents.parties[read.erp_supplier_number] = Party(**read.model_dump())
    own_number = int(read.party_id.removeprefix("PTY-"))
    documents.party_ids_used = max(documents.party_ids_used, own_number)


def load_contract(documents: Documents, row: Row) -> None:
    """Adds one version of a contract, with its party already loaded."""
    read = ContractRow.model_validate(row)
    name = f"{read.contract_number} version {read.version}"
    if read.erp_supplier_number not in documents.parties:
        raise ValueError(f"{name}: party {read.erp_supplier_number} is not loaded; load it first")
    contract = documents.contracts.get(read.contract_number)
    if contract is None:
        contract = Contract(
            read.contract_number, read.erp_supplier_number, gpo_number=read.gpo_number or ""
        )
    if read.version in contract.versions:
        raise ValueError(f"{name} is loaded twice")
    if read.status == "ACTIVE" and contract.active_version:
        raise ValueError(f"{name}: version {contract.active_version} is active already")
    version = _version(read, name)
    if read.contract_number not in documents.contracts:
        documents.add_contract(contract)
    contract.add_version(version)
    if version.status != "DRAFT":
        documents.activated(contract, version)


def load_membership(documents: Documents, row: Row) -> None:
    """Adds a facility's membership of a group purchasing organisation."""
    read = MembershipRow.model_validate(row)
    if read.member_to is not None and read.member_to < read.member_from:
        raise ValueError(f"membership of {read.facility_code} ends before it starts")
    if not documents.memberships.add(Membership(**read.model_dump())):
        raise ValueError(f"memberships of {read.facility_code} in {read.gpo_number} overlap")


def _version(read: ContractRow, name: str) -> ContractVersion:
    try:
        require_dates_in_order(read.effective_from, read.effective_to)
        lines = contract_lines(read.lines, read.effective_from, read.effective_to)
    except Refusal as refusal:
        raise ValueError(f"{name}: {refusal.message}") from refusal
    return ContractVersion(
        version=read.version,
        effective_from=read.effective_from,
        effective_to=read.effective_to,
        lines=lines,
        status=read.status,
    )


LOADERS: Mapping[str, Callable[[Documents, Row], None]] = {
    "parties": load_party,
    "contracts": load_contract,
    "memberships": load_membership,
}

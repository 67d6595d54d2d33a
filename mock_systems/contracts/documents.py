"""The documents that the contract platform (S03) keeps, with the indexes that find them.

Amounts are integer cents. Every lookup is one dictionary access; a list beside a dictionary is
what the paged listing slices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol


@dataclass(slots=True)
class Party:
    """A supplier as the platform knows it, under its own id."""

    party_id: str
    erp_supplier_number: str
    name: str
    tax_id: str
    status: str
    source_version: int


class ContractLine(NamedTuple):
    """The agreed price of one item for one purchase unit."""

    line: int
    item_number: str
    uom: str
    unit_price_minor: int


@dataclass(slots=True)
class ContractVersion:
    """One version of a contract: DRAFT, ACTIVE, SUPERSEDED."""

    version: int
    effective_from: date
    effective_to: date
    lines: tuple[ContractLine, ...]
    status: str = "DRAFT"


class Spend(NamedTuple):
    """A payment booked against a contract, under the ERP's payment number."""

    entry_id: int
    payment_reference: str
    amount_minor: int
    paid_on: date


@dataclass(slots=True)
class Contract:
    """A contract with all its versions; `active_version` is 0 until one is activated."""

    contract_number: str
    erp_supplier_number: str
    versions: dict[int, ContractVersion] = field(default_factory=dict)
    active_version: int = 0
    latest_version: int = 0
    spend: list[Spend] = field(default_factory=list)
    spend_by_reference: dict[str, list[Spend]] = field(default_factory=dict)

    def add_version(self, version: ContractVersion) -> None:
        """Files a version under its number."""
        self.versions[version.version] = version
        self.latest_version = max(self.latest_version, version.version)
        if version.status == "ACTIVE":
            self.active_version = version.version


@dataclass(slots=True)
class Documents:
    """Everything the platform stores."""

    parties: dict[str, Party] = field(default_factory=dict)
    party_ids_used: int = 0
    contracts: dict[str, Contract] = field(default_factory=dict)
    contract_rows: list[Contract] = field(default_factory=list)
    contract_numbers_used: int = 0
    spend_entries: int = 0

    def add_contract(self, contract: Contract) -> None:
        """Files a contract under its number."""
        self.contracts[contract.contract_number] = contract
        self.contract_rows.append(contract)


class Platform(Protocol):
    """What an operation needs of the system that runs it."""

    documents: Documents

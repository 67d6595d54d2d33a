"""The documents that the contract platform (S03) keeps, with the indexes that find them.

Amounts are integer cents. Every lookup is one dictionary access; a list beside a dictionary is
what the paged listing slices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from mock_systems.contracts.commitment import Commitment
from mock_systems.contracts.expiry import ExpiryCalendar
from mock_systems.contracts.membership import Memberships


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
    """The agreed price of one item for one purchase unit.

    A line may hold for one facility only, from a volume on (its tier), or on some days of its
    version; without that it holds for everybody, from the first unit, on every day of it.
    """

    line: int
    item_number: str
    uom: str
    unit_price_minor: int
    facility_code: str = ""
    min_quantity: int = 0
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(slots=True)
class ContractVersion:
    """One version of a contract: DRAFT, IN_REVIEW, APPROVED, ACTIVE, SUPERSEDED, EXPIRED,
    TERMINATED. `ended_on` is the last day of a terminated one, earlier than agreed."""

    version: int
    effective_from: date
    effective_to: date
    lines: tuple[ContractLine, ...]
    status: str = "DRAFT"
    reason: str = ""
    """Why it was drafted, where that was said."""
    submitted_by: str = ""
    approver: str = ""
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which its prices hold, termination considered."""
        return self.effective_to if self.ended_on is None else self.ended_on


@dataclass(slots=True)
class Spend:
    """A payment booked against a contract, under the ERP's payment number."""

    entry_id: int
    payment_reference: str
    amount_minor: int
    paid_on: date
    reversed_for: str = ""
    """Why the bank returned the payment, "" while it stands."""


@dataclass(slots=True)
class InvoiceHold:
    """What the ERP said of an invoice under a contract, named as the ERP names it."""

    invoice: str
    code: str
    amount_minor: int
    active: bool = True


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
    gpo_number: str = ""
    """Of the purchasing organisation whose members alone may buy under it, '' for a local one."""
    last_activated: int = 0
    commitments: dict[str, Commitment] = field(default_factory=dict)
    invoice_holds: dict[tuple[str, str], InvoiceHold] = field(default_factory=dict)
    """(invoice, hold code) -> hold."""

    @property
    def spent_minor(self) -> int:
        """Without the payments that the bank returned."""
        return sum(spend.amount_minor for spend in self.spend if not spend.reversed_for)

    def add_version(self, version: ContractVersion) -> None:
        """Files a version under its number."""
        self.versions[version.version] = version
        self.latest_version = max(self.latest_version, version.version)
        if version.status == "ACTIVE":
            self.active_version = version.version


class PriceFile(NamedTuple):
    """A price file that was imported, with the draft versions that it made."""

    file_number: str
    gpo_number: str
    line_count: int
    price_total_minor: int
    versions: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Documents:
    """Everything the platform stores."""

    parties: dict[str, Party] = field(default_factory=dict)
    party_ids_used: int = 0
    contracts: dict[str, Contract] = field(default_factory=dict)
    contract_rows: list[Contract] = field(default_factory=list)
    contract_numbers_used: int = 0
    spend_entries: int = 0
    contracts_by_item: dict[str, dict[str, None]] = field(default_factory=dict)
    """The contracts that ever priced an item, for quotes."""
    expiries: ExpiryCalendar = field(default_factory=ExpiryCalendar)
    memberships: Memberships = field(default_factory=Memberships)
    price_files: dict[str, PriceFile] = field(default_factory=dict)

    def add_contract(self, contract: Contract) -> None:
        """Files a contract under its number."""
        self.contracts[contract.contract_number] = contract
        self.contract_rows.append(contract)

    def activated(self, contract: Contract, version: ContractVersion) -> None:
        """Notes that a version's prices hold from now on, until they expire."""
        contract.last_activated = max(contract.last_activated, version.version)
        for line in version.lines:
            self.contracts_by_item.setdefault(line.item_number, {})[contract.contract_number] = None
        self.expiries.note(version.effective_to, contract.contract_number, version.version)


class Platform(Protocol):
    """What an operation needs of the system that runs it."""

    documents: Documents
    approval_required: bool
    """Whether a draft must be reviewed and approved before it is activated."""

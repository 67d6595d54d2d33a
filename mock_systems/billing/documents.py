"""What the billing platform keeps: masters, encounters, charges, supply lots, costs, periods.

Money is in whole cents. A charge is posted, then possibly credited, never changed otherwise.
Masters and encounters stay in memory; charges are many and rarely read, so they do not (see
`charge_book`).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from mock_systems.billing.accounts import Account, Receivable
from mock_systems.billing.local_day import LocalDay

OPEN, CLOSING, CLOSED = "open", "closing", "closed"
POSTED, CREDITED = "posted", "credited"
REGISTERED, DISCHARGED, CODED, FINAL_BILLED = "registered", "discharged", "coded", "final_billed"


@dataclass(slots=True)
class Settings:
    """How this customer runs the platform."""

    bill_hold_days: int = 4
    """Days after discharge before an encounter may be final billed."""


@dataclass(slots=True)
class ChargeTotals:
    """The active charges of one facility in one period: posted less credited."""

    charge_count: int = 0
    amount_cents: int = 0
    summarised_count: int = 0
    summarised_cents: int = 0
    """What `close_day` told the ledger so far."""


@dataclass(slots=True, eq=False)
class Facility:
    """A hospital; `code` is its id as text, `totals` by period "YYYY-MM"."""

    facility_id: int
    code: str
    name: str
    gln: str
    time_zone: str
    local_day: LocalDay = field(repr=False)
    totals: dict[str, ChargeTotals] = field(default_factory=dict)
    opening_cents: int = 0
    """Receivables before the first period."""
    imported_cents: int = 0
    """Charges of the accounts that were taken over one by one."""
    receivables: dict[str, Receivable] = field(default_factory=dict)
    """By period, what changed them besides charges."""

    def totals_of(self, period: str) -> ChargeTotals:
        """The running totals of a period, started at zero."""
        totals = self.totals.get(period)
        if totals is None:
            totals = self.totals[period] = ChargeTotals()
        return totals


@dataclass(slots=True, eq=False)
class ChargeCode:
    """A row of the charge master; `lots` are the supply lots that may be billed: lot -> expiry."""

    charge_code: str
    description: str
    supply_item: str
    price_cents: int
    revenue_code: str
    implant: bool
    lots: dict[str, str] = field(default_factory=dict)
    active: bool = True
    item_version: int = 1
    """Of the ERP's item."""


@dataclass(slots=True, eq=False)
class Encounter:
    """A patient's stay or visit; the class is I(npatient), O(utpatient) or E(mergency).

    `place` is its place among all accounts, by which documents on disk name it.
    """

    encounter_id: str
    place: int
    facility: Facility
    encounter_class: str
    admitted_on: str
    coverages: tuple[str, ...] = ()
    """Payers, the primary one first."""
    status: str = REGISTERED
    discharged_on: str = ""
    diagnosis_codes: tuple[str, ...] = ()
    procedure_codes: tuple[str, ...] = ()
    drg: str = ""
    charge_numbers: array[int] = field(default_factory=lambda: array("I"))
    charge_count: int = 0
    charge_cents: int = 0
    """The charges that stand, as a running sum."""
    claim_ids: tuple[str, ...] = ()
    account: Account | None = None

    @property
    def instance(self) -> str:
        """Which of the platform's two instances keeps it."""
        return "inpatient" if self.encounter_class == "I" else "outpatient"

    @property
    def balance_cents(self) -> int:
        return self.charge_cents + (self.account.change_cents if self.account else 0)


@dataclass(slots=True, eq=False)
class Charge:
    """One line on an encounter's account; `earlier` is the number of the one before it of the same
    reference, 0 for none."""

    number: int
    source_reference: str
    encounter: Encounter
    code: ChargeCode
    quantity: int
    amount_cents: int
    service_date: str
    period: str
    lot: str
    department_code: str
    earlier: int = 0
    status: str = POSTED
    credit_reason: str = ""
    posted_on: str = ""
    late: bool = False
    """Posted more than three days after the service (HFMA CL-2, UC6)."""
    corrects: str = ""
    corrected_by: str = ""
    credit_period: str = ""
    """In which its credit is booked, its own or a later one."""

    @property
    def charge_id(self) -> str:
        return charge_id_of(self.number)


def charge_id_of(number: int) -> str:
    """CH-00000012 of 12."""
    return f"CH-{number:08d}"


@dataclass(slots=True, frozen=True)
class SupplyCost:
    """What a supply costs under a contract, per each."""

    line: int
    charge_code: str
    unit_cost_cents: int
    effective_on: str


@dataclass(slots=True, frozen=True)
class SupplyCosts:
    """The costs that one version of a contract brought."""

    version: int
    lines: tuple[SupplyCost, ...]


@dataclass(slots=True)
class Period:
    """An accounting period "YYYY-MM" as the ERP's calendar last told it."""

    name: str
    status: str = OPEN
    erp_version: int = 0
    totals_sent: bool = False

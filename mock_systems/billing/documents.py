"""What the billing platform keeps: masters, encounters, charges, supply lots, costs, periods.

Money is in whole cents. A charge is posted, then possibly credited, never changed otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field

OPEN, CLOSING, CLOSED = "open", "closing", "closed"
POSTED, CREDITED = "posted", "credited"


@dataclass(slots=True)
class ChargeTotals:
    """The active charges of one facility in one period: posted less credited."""

    charge_count: int = 0
    amount_cents: int = 0


@dataclass(slots=True, eq=False)
class Facility:
    """A hospital; `code` is its id as text, `totals` by period "YYYY-MM"."""

    facility_id: int
    code: str
    name: str
    gln: str
    time_zone: str
    totals: dict[str, ChargeTotals] = field(default_factory=dict)

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


@dataclass(slots=True, eq=False)
class Encounter:
    """A patient's stay or visit; the class is I(npatient), O(utpatient) or E(mergency)."""

    encounter_id: str
    facility: Facility
    encounter_class: str
    admitted_on: str


@dataclass(slots=True, eq=False)
class Charge:
    """One line on an encounter's account; `earlier` is the one before it of the same reference."""

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
    earlier: Charge | None
    status: str = POSTED
    credit_reason: str = ""

    @property
    def charge_id(self) -> str:
        return f"CH-{self.number:08d}"


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

"""The things and parties that the hospital group consists of, as frozen records.

Money is in cents, quantities in EA unless a field says otherwise. Every record carries the keys
of all systems, since only the simulator knows which of them mean the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Facility:
    """A hospital."""

    code: str
    name: str
    gln: str
    time_zone: str
    beds: int
    business_unit: str
    ship_to: str
    billing_id: int


@dataclass(frozen=True, slots=True)
class Department:
    """A cost centre with a store room. `kind` is theatre, ward, emergency or store."""

    code: str
    name: str
    kind: str
    facility: str
    location: str
    cost_center: str
    usages_per_day: float = 0.0
    adhoc_weight: float = 1.0
    """Share of the departments' own requisitions, relative to the other departments."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier that is active in ERP, procurement or contracts at the start."""

    erp_number: str
    procurement_id: int
    party_id: str
    name: str
    tax_id: str
    terms: str
    distributor: bool
    lead_time_median_d: float


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """A record on file under which no business is done: dormant, or a double of a supplier.

    `doubles` is the ERP number of the same firm's good record, '' for a dormant firm.
    """

    erp_number: str
    procurement_id: int
    party_id: str
    name: str
    tax_id: str
    terms: str
    active: bool
    doubles: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A firm that may be taken on during the run."""

    name: str
    tax_id: str
    terms: str
    remit_to: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the item master. `price_minor` is for one purchase unit, `factor` EA each."""

    erp_number: str
    inventory_id: str
    gtin: str
    description: str
    purchase_uom: str
    factor: int
    standard_cost_minor: int
    price_minor: int
    charge_code: str
    charge_price_minor: int
    implant: bool
    stocked: bool
    supplier: str
    contract: str
    contract_line: int
    daily_use: float


@dataclass(frozen=True, slots=True)
class ObsoleteItem:
    """An item that is still on file in ERP or inventory though nobody can order it."""

    erp_number: str
    inventory_id: str
    description: str
    standard_cost_minor: int


@dataclass(frozen=True, slots=True)
class ServiceCharge:
    """A row of the charge master that is no supply."""

    code: str
    description: str
    price_minor: int
    revenue_code: str


@dataclass(frozen=True, slots=True)
class ContractLine:
    """The price of one item in one purchase unit."""

    line: int
    item: str
    uom: str
    price_minor: int


@dataclass(frozen=True, slots=True)
class Contract:
    """A price agreement with one supplier, version 1 at the start."""

    number: str
    supplier: str
    effective_from: date
    effective_to: date
    lines: tuple[ContractLine, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """An item's place in one location: par level, opening lots, expected use."""

    facility: str
    location: str
    item: str
    daily_use: float
    par_qty: int
    reorder_qty: int
    lots: tuple[tuple[str, date, int], ...]
    """(lot, expiry, EA on hand at the start)."""

    @property
    def opening_qty(self) -> int:
        return sum(qty for _, _, qty in self.lots)


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An approved invoice of before the start that falls due during the run."""

    supplier: str
    number: str
    order: str
    contract: str
    facility: str
    issued: date
    due: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Encounter:
    """A patient's stay or visit; the patient is not modelled. `kind` is I, O or E."""

    id: str
    facility: str
    kind: str
    admitted: date

"""What an actor offers to whoever takes part before doing it at a screen itself.

A patient arrives: with an EHR in the house its messages register the encounter, without one the
registration desk types it in. The actor offers the arrival and goes on only if nobody took it.

    site.offers.arrivals.take(ehr.admit)                # admit(arrival) -> bool
    if not site.offers.arrivals(arrival):
        site.desk.do("billing", "register_encounter", ...)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from integration_under_test.boundary import WorkItem
from sim.world.entities import Department, Facility, Item
from sim.world.orders import OrderedLine, Shipment
from sim.world.stays import Stay

Thing = TypeVar("Thing")


class Offer(Generic[Thing]):
    """One kind of thing. It goes to the first taker that says True; to hear of all, say False."""

    def __init__(self) -> None:
        self._takers: list[Callable[[Thing], bool]] = []

    def take(self, taker: Callable[[Thing], bool]) -> None:
        """Adds a taker behind those that are there."""
        self._takers.append(taker)

    def __call__(self, thing: Thing) -> bool:
        """Whether somebody took it."""
        return any(taker(thing) for taker in self._takers)


class Revision(Generic[Thing]):
    """What others make of a thing before an actor goes on with it; as it is if nobody cares."""

    def __init__(self) -> None:
        self._revisers: list[Callable[[Thing], Thing]] = []

    def add(self, reviser: Callable[[Thing], Thing]) -> None:
        """Adds a reviser behind those that are there; asked twice it must answer the same."""
        self._revisers.append(reviser)

    def __call__(self, thing: Thing) -> Thing:
        """The thing as all of them leave it."""
        for reviser in self._revisers:
            thing = reviser(thing)
        return thing


@dataclass(frozen=True, slots=True)
class Arrival:
    """A patient at a hospital's door; `kind` is I, O or E."""

    encounter: str
    facility: str
    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Bill:
    """A supplier's invoice before anybody sent it; the lines are at the supplier's own price."""

    number: str
    shipment: Shipment
    day: date
    lines: tuple[OrderedLine, ...]

    @property
    def total_minor(self) -> int:
        return sum(line.quantity * line.price_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Scan:
    """A hospital's shelves are about to be reviewed at dawn."""

    facility: Facility
    day: date


@dataclass(frozen=True, slots=True)
class Shortage:
    """A shelf that needs something: whoever takes it will deliver it."""

    location: str
    item: Item


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants ordered for a department, in purchase units."""

    department: Department
    item: Item
    units: int
    actor: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money that a payer sends to the group's bank; `trace` is the TRN02 of its remittance."""

    trace: str
    payer: str
    amount_minor: int
    day: date


@dataclass(frozen=True, slots=True)
class Decision:
    """A payer's letter about an appealed denial of billing; `outcome` is overturned or upheld."""

    denial: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A held invoice that a payables clerk is about to release; the codes are the ERP's."""

    invoice_id: int
    supplier: str
    number: str
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.number}"


@dataclass(frozen=True, slots=True)
class RecalledLot:
    """One lot of an item; `held` says that the group has had it."""

    item: str
    lot: str
    held: bool


@dataclass(frozen=True, slots=True)
class LotRecall:
    """A manufacturer recalls lots; `grade` is the regulator's class, 1 the gravest."""

    reference: str
    grade: int
    reason: str
    lots: tuple[RecalledLot, ...]


@dataclass(frozen=True)
class Offers:
    """Everything that can be taken over.

    `departures` are deliveries on the instant they leave the supplier (nobody takes them away),
    `packing` says what is in them, `extras` (which a party offers and the suppliers take) are
    deliveries of an order beside those that were planned, `requests` likewise what a requisition
    is written for;
    `scans` are taken by who proposes in place of the buyers, `shortages` by the warehouse;
    `blocked` are work items that a clerk is about to answer, too early if somebody says so;
    `holds` are invoices that a clerk is about to release, taken by who disputes them instead;
    `amendments` are contract numbers that the contracts desk is about to reprice;
    `stays` are taken by whoever documents discharge and coding; `deposits` by the bank,
    `decisions` by the billing office; `recalls` by the service that sends manufacturers' notices.
    """

    arrivals: Offer[Arrival] = field(default_factory=Offer)
    bills: Offer[Bill] = field(default_factory=Offer)
    departures: Offer[Shipment] = field(default_factory=Offer)
    packing: Revision[Shipment] = field(default_factory=Revision)
    extras: Offer[Shipment] = field(default_factory=Offer)
    requests: Offer[Request] = field(default_factory=Offer)
    stays: Offer[Stay] = field(default_factory=Offer)
    amendments: Offer[str] = field(default_factory=Offer)
    blocked: Offer[WorkItem] = field(default_factory=Offer)
    scans: Offer[Scan] = field(default_factory=Offer)
    shortages: Offer[Shortage] = field(default_factory=Offer)
    deposits: Offer[Deposit] = field(default_factory=Offer)
    holds: Offer[Hold] = field(default_factory=Offer)
    decisions: Offer[Decision] = field(default_factory=Offer)
    recalls: Offer[LotRecall] = field(default_factory=Offer)

"""DFT^P03: charges, or credits of them, posted against an encounter (S06, S11).

FT1-2 is the transaction id, the receiver's key against posting twice. HL7 2.5.1 has no field
for an implant's lot: both the lot with the UDI travel as OBX of the charge's own group (LOINC
74711-3 for the UDI). A credit (CD) names what it takes back by FT1-23, which the charge carries
too: the order or usage behind both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mock_systems.standards.gs1 import check_udi
from mock_systems.standards.hl7 import header as msh
from mock_systems.standards.hl7 import visit as patient
from mock_systems.standards.hl7.encoding import (
    Segment,
    Segments,
    WrittenSegment,
    join,
    segment,
    split,
)
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.rejection import Condition, Defect, Location, MessageRejected
from mock_systems.standards.hl7.value import (
    amount_minor,
    amount_text,
    calendar_date,
    date_text,
    stamp,
    stamp_text,
    whole,
)
from mock_systems.standards.hl7.visit import Visit

UDI = ("74711-3", "Unique device identifier", "LN")
LOT = ("LOT", "Lot number", "L")


class TransactionType(StrEnum):
    """FT1-6 (table 0017)."""

    CHARGE = "CG"
    CREDIT = "CD"


@dataclass(frozen=True)
class Transaction:
    """One FT1. `code` is the receiver's charge code; `unit_amount_minor` is in cents.

    `quantity` is positive for credits too, the type says which way it goes.
    """

    transaction_id: str
    type: TransactionType
    service_date: date
    code: str
    quantity: int
    description: str = ""
    unit_amount_minor: int | None = None
    department: str = ""
    order: str = ""
    procedure_code: str = ""
    ndc: str = ""
    lot: str = ""
    udi: str = ""


@dataclass(frozen=True)
class Dft:
    """At least one transaction; `recorded_at` is when they were posted."""

    header: Header
    recorded_at: datetime
    visit: Visit
    transactions: tuple[Transaction, ...]

    def __post_init__(self) -> None:
        if not self.transactions:
            raise ValueError("DFT: expected at least one transaction, got none")


def build(message: Dft) -> str:
    head = msh.build(message.header, ("DFT", "P03", "DFT_P03"))
    evn = segment("EVN", {1: "P03", 2: stamp_text(message.recorded_at)})
    charges = (
        part for n, one in enumerate(message.transactions, 1) for part in _charge_segments(n, one)
    )
    return join((head, evn, *patient.build(message.visit), *charges))


def read(text: str) -> Dft:
    """Raises MessageRejected."""
    return from_segments(split(text))


def from_segments(segments: Segments) -> Dft:
    head = segments.first("MSH")
    header = msh.read(head)
    msh.event(head, "DFT", ("P03",))
    _, evn, pid, pv1, _ = segments.in_order("MSH", "EVN", "PID", "PV1", "FT1")
    return Dft(
        header,
        evn.read(2, stamp),
        patient.read(pid, pv1),
        tuple(_transaction(ft1, observed) for ft1, observed in _groups(segments)),
    )


def _charge_segments(number: int, one: Transaction) -> Iterator[WrittenSegment]:
    unit = one.unit_amount_minor
    yield segment(
        "FT1",
        {
            1: str(number),
            2: one.transaction_id,
            4: date_text(one.service_date),
            6: one.type.value,
            7: (one.code, one.description, "L"),
            10: str(one.quantity),
            11: _money(unit * one.quantity) if unit is not None else "",
            12: _money(unit) if unit is not None else "",
            13: (one.department, "", "L") if one.department else "",
            23: one.order,
            25: (one.procedure_code, "", "HCPCS") if one.procedure_code else "",
            29: (one.ndc, "", "NDC") if one.ndc else "",
        },
    )
    observed = [(code, value) for code, value in ((UDI, one.udi), (LOT, one.lot)) if value]
    for n, (code, value) in enumerate(observed, 1):
        yield segment("OBX", {1: str(n), 2: "ST", 3: code, 5: value, 11: "F"})


def _money(minor: int) -> tuple[tuple[str, str]]:
    return ((amount_text(minor), "USD"),)


def _groups(segments: Segments) -> Iterator[tuple[Segment, Sequence[Segment]]]:
    """Each FT1 with the OBX after it."""
    groups: list[tuple[Segment, list[Segment]]] = []
    for one in segments.all:
        if one.name == "FT1":
            groups.append((one, []))
        elif one.name == "OBX" and groups:
            groups[-1][1].append(one)
    yield from groups


def _transaction(ft1: Segment, observed: Sequence[Segment]) -> Transaction:
    quantity = ft1.read(10, _count)
    return Transaction(
        ft1.required(2),
        TransactionType(ft1.one_of(6, tuple(TransactionType))),
        ft1.read(4, calendar_date),
        code=ft1.required(7),
        quantity=quantity,
        description=ft1.text(7, 2),
        unit_amount_minor=_unit_amount(ft1, quantity),
        department=ft1.text(13),
        order=ft1.text(23),
        procedure_code=ft1.text(25),
        ndc=ft1.text(29),
        lot=_observed(observed, LOT[0], str),
        udi=_observed(observed, UDI[0], check_udi),
    )


def _count(text: str) -> int:
    if (quantity := whole(text)) < 1:
        raise ValueError(f"expected a quantity of at least 1, got {text!r}")
    return quantity


def _unit_amount(ft1: Segment, quantity: int) -> int | None:
    unit = ft1.read_if_present(12, amount_minor)
    extended = ft1.read_if_present(11, amount_minor)
    if unit is not None and extended is not None and unit * quantity != extended:
        text = f"expected FT1-12 x FT1-10 = {amount_text(unit * quantity)}, got {ft1.text(11)}"
        raise MessageRejected(
            Defect(Condition.APPLICATION, Location("FT1", ft1.sequence, 11), text)
        )
    return unit


def _observed(observed: Sequence[Segment], code: str, parse: Callable[[str], str]) -> str:
    for one in observed:
        if one.text(3) == code:
            return one.read(5, parse)
    return ""

"""MFN^M15: changes of the inventory item master, with stock of a lot (S04).

Later versions have M16 with units of measure or prices; 2.5.1 peers know M15 alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mock_systems.standards.hl7 import header as msh
from mock_systems.standards.hl7.encoding import (
    Segment,
    Segments,
    WrittenSegment,
    join,
    segment,
    split,
)
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.rejection import Condition
from mock_systems.standards.hl7.value import (
    amount_minor,
    amount_text,
    calendar_date,
    date_text,
    whole,
)


class Change(StrEnum):
    """MFE-1 (table 0180)."""

    ADD = "MAD"
    UPDATE = "MUP"
    DEACTIVATE = "MDC"
    REACTIVATE = "MAC"


class Scope(StrEnum):
    """MFI-3 (table 0178): single changes, or the whole master anew."""

    UPDATE = "UPD"
    REPLACE = "REP"


@dataclass(frozen=True)
class InventoryItem:
    """One MFE with its IIM; quantities in `unit`, cost in cents per unit."""

    change: Change
    item: str
    description: str
    lot: str = ""
    expires_on: date | None = None
    manufacturer: str = ""
    location: str = ""
    received_on: date | None = None
    received_quantity: int | None = None
    unit: str = ""
    unit_cost_minor: int | None = None
    on_hand_on: date | None = None
    on_hand_quantity: int | None = None
    procedure_code: str = ""


@dataclass(frozen=True)
class Mfn:
    """At least one item."""

    header: Header
    scope: Scope
    items: tuple[InventoryItem, ...]

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("MFN: expected at least one item, got none")


def build(message: Mfn) -> str:
    head = msh.build(message.header, ("MFN", "M15", "MFN_M15"))
    identifier = ("INV", "Inventory master file", "HL70175")
    mfi = segment("MFI", {1: identifier, 3: message.scope.value, 6: "NE"})
    pairs = (part for n, item in enumerate(message.items, 1) for part in _pair(n, item))
    return join((head, mfi, *pairs))


def read(text: str) -> Mfn:
    """Raises MessageRejected."""
    return from_segments(split(text))


def from_segments(segments: Segments) -> Mfn:
    head = segments.first("MSH")
    header = msh.read(head)
    msh.event(head, "MFN", ("M15",))
    _, mfi, _, _ = segments.in_order("MSH", "MFI", "MFE", "IIM")
    mfi.one_of(1, ("INV",))
    scope = Scope(mfi.one_of(3, tuple(Scope)))
    return Mfn(header, scope, tuple(_item(mfe, iim) for mfe, iim in _pairs(segments)))


def _pair(number: int, item: InventoryItem) -> Iterator[WrittenSegment]:
    yield segment("MFE", {1: item.change.value, 2: str(number), 4: item.item, 5: "CWE"})
    yield segment(
        "IIM",
        {
            1: (item.item, "", "L"),
            2: (item.item, item.description, "L"),
            3: item.lot,
            4: _date(item.expires_on),
            5: _coded(item.manufacturer),
            6: _coded(item.location),
            7: _date(item.received_on),
            8: _number(item.received_quantity),
            9: _coded(item.unit) if item.received_quantity is not None else "",
            10: "" if item.unit_cost_minor is None else (amount_text(item.unit_cost_minor), "USD"),
            11: _date(item.on_hand_on),
            12: _number(item.on_hand_quantity),
            13: _coded(item.unit),
            14: (item.procedure_code, "", "HCPCS") if item.procedure_code else "",
        },
    )


def _date(day: date | None) -> str:
    return date_text(day) if day else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _coded(code: str) -> str | tuple[str, ...]:
    return (code, "", "L") if code else ""


def _pairs(segments: Segments) -> Iterator[tuple[Segment, Segment]]:
    """Each MFE with the IIM that must follow it."""
    entry: Segment | None = None
    for one in segments.all:
        if one.name == "MFE":
            if entry is not None:
                entry.reject(Condition.SEGMENT_SEQUENCE, 0, "no IIM after this MFE")
            entry = one
        elif one.name == "IIM":
            if entry is None:
                one.reject(Condition.SEGMENT_SEQUENCE, 0, "no MFE before this IIM")
            yield entry, one
            entry = None
    if entry is not None:
        entry.reject(Condition.SEGMENT_SEQUENCE, 0, "no IIM after this MFE")


def _item(mfe: Segment, iim: Segment) -> InventoryItem:
    if (key := mfe.required(4)) != iim.required(1):
        iim.reject(Condition.APPLICATION, 1, f"expected the key of MFE-4, {key!r}")
    return InventoryItem(
        Change(mfe.one_of(1, tuple(Change))),
        item=iim.required(2),
        description=iim.text(2, 2),
        lot=iim.text(3),
        expires_on=iim.read_if_present(4, calendar_date),
        manufacturer=iim.text(5),
        location=iim.text(6),
        received_on=iim.read_if_present(7, calendar_date),
        received_quantity=iim.read_if_present(8, whole),
        unit=iim.text(13),
        unit_cost_minor=iim.read_if_present(10, amount_minor),
        on_hand_on=iim.read_if_present(11, calendar_date),
        on_hand_quantity=iim.read_if_present(12, whole),
        procedure_code=iim.text(14),
    )

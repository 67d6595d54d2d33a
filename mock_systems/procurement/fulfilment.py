"""What a supplier said about an order of the suite (S02), and what was made of it.

Acknowledgements use the line status codes of X12 855 (ACK01, element 668), so that a buyer reads
the same words whether the answer came by EDI or from the portal (P05).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

ACK_CODES: Mapping[str, str] = {
    "IA": "accepted",
    "AC": "accepted and shipped",
    "AR": "accepted and released for shipment",
    "BP": "partial shipment, balance back-ordered",
    "DR": "accepted, date rescheduled",
    "IB": "back-ordered",
    "IC": "accepted, changes made",
    "ID": "deleted",
    "IE": "accepted, price pending",
    "IH": "on hold",
    "IP": "accepted, price changed",
    "IQ": "accepted, quantity changed",
    "IR": "rejected",
    "IS": "accepted, substitution made",
}


@dataclass(slots=True)
class LineFulfilment:
    """The last word of the supplier on one order line."""

    ack_code: str = ""
    expected_on: date | None = None
    acknowledged_quantity: int | None = None
    acknowledged_price_minor: int | None = None
    shipped: int = 0


class Acknowledgement(NamedTuple):
    """An answer to one version of an order; a stale one is kept without being applied."""

    po_number: str
    ack_number: str
    po_version: int
    codes: tuple[tuple[int, str], ...]
    applied: bool


class ShippedLine(NamedTuple):
    """What one ship notice says of one order line; `to_return` was cancelled or never ordered."""

    line_num: int
    quantity: int
    to_return: int
    uom: str
    lot: str


class ShipNotice(NamedTuple):
    """An advance ship notice, unique under its supplier's number."""

    erp_supplier_number: str
    asn_number: str
    po_number: str
    shipped_on: date
    expected_on: date
    tracking_number: str
    lines: tuple[ShippedLine, ...]


@dataclass(slots=True)
class Substitution:
    """Another item offered for an ordered one: proposed, approved, rejected.

    An approved one is the cross-reference from the ordered item to its substitute (P12).
    """

    id: int
    po_number: str
    line_num: int
    ordered_item: str
    substitute_item: str
    unit_price_minor: int
    status: str = "proposed"
    approver: str = ""
    reason: str = ""


class Alternate(NamedTuple):
    """Another supplier's item that a buyer approved for what a line did not bring (P12)."""

    id: str
    po_number: str
    line_num: int
    ordered_item: str
    alternate_item: str
    approver: str
    reason: str


class ServiceEntry(NamedTuple):
    """A service entry sheet: work that was accepted against a service line."""

    entry_number: str
    po_number: str
    line_num: int
    amount_minor: int
    performed_on: date
    accepted_by: str

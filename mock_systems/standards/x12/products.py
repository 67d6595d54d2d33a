"""Goods on a line of PO1, IT1, LIN: pairs of a qualifier with an identification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mock_systems.standards.identifiers import is_gtin, is_ndc11
from mock_systems.standards.x12.elements import UNUSED, code, text
from mock_systems.standards.x12.segments import Cursor, Segment, Table, Written

UNITS = ("EA", "BX", "CA", "PK")
"""Data element 355: each, box, case, package. In X12 a case is CA; CS is a cassette."""

QUALIFIERS = {
    "IN": "buyer_item",
    "VC": "vendor_item",
    "MG": "manufacturer_item",
    "UK": "gtin",
    "ND": "ndc",
}
"""Data element 235 -> the field of Product, in the order in which they are written."""

PAIR = (code("235", *QUALIFIERS), text("234", 48))
UNIT = code("355", *UNITS)
DESCRIPTION = Table("PID", (code("349", "F"), UNUSED, UNUSED, UNUSED, text("352", 80)))

_VALID: dict[str, Callable[[str], bool]] = {
    "UK": lambda value: len(value) == 14 and is_gtin(value),
    "ND": is_ndc11,
}


@dataclass(frozen=True, slots=True)
class Product:
    """What both sides call an item; at least one number. `gtin` has 14 digits, `ndc` 11."""

    buyer_item: str = ""
    vendor_item: str = ""
    manufacturer_item: str = ""
    gtin: str = ""
    ndc: str = ""


Pair = tuple[str, str]


def pairs(product: Product) -> tuple[Pair, ...]:
    """The pairs of a product. Raises ValueError if it has no number, or a wrong check digit."""
    found = [(q, getattr(product, field)) for q, field in QUALIFIERS.items()]
    given = tuple((qualifier, value) for qualifier, value in found if value)
    if not given:
        raise ValueError("a product needs at least one number")
    for qualifier, value in given:
        if not _is_valid(qualifier, value):
            raise ValueError(f"{qualifier} {value!r} has a wrong length or check digit")
    return given


def product_from(found: Sequence[Pair], segment: Segment, first: int) -> Product:
    """The product of the pairs that begin at element `first`. Raises SetRefused."""
    if not found:
        segment.contradicts(first, "235", "a product needs at least one number")
    numbers: dict[str, str] = {}
    for place, (qualifier, value) in enumerate(found):
        at = first + 2 * place
        if qualifier in numbers:
            segment.contradicts(at, "235", f"{qualifier} is given twice")
        if not _is_valid(qualifier, value):
            segment.contradicts(at + 1, "234", f"{value!r} has a wrong length or check digit")
        numbers[qualifier] = value
    return Product(**{QUALIFIERS[qualifier]: value for qualifier, value in numbers.items()})


def describe(description: str) -> Iterable[Written]:
    """PID, if there is anything to say."""
    return [DESCRIPTION.write("F", description)] if description else []


def check_line_count(cursor: Cursor, table: Table, count: int) -> None:
    """CTT01 repeats the number of lines. Raises SetRefused."""
    (declared,) = cursor.take(table)
    if declared != count:
        cursor.last.contradicts(1, "354", f"says {declared}, there are {count}")


def _is_valid(qualifier: str, value: str) -> bool:
    return qualifier not in _VALID or _VALID[qualifier](value)

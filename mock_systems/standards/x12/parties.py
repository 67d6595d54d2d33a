"""Places, traders: the N1 segments of the supply sets."""

from __future__ import annotations

from dataclasses import dataclass

from mock_systems.standards.x12.elements import code, gln, text
from mock_systems.standards.x12.segments import Table, Written


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods go; UL in N103 says that the number is a GLN."""

    name: str
    gln: str


@dataclass(frozen=True, slots=True)
class Trader:
    """A supplier under the number that the buyer gave it; 92 in N103 says so."""

    name: str
    number: str


SHIP_TO = Table("N1", (code("98", "ST"), text("93", 60), code("66", "UL"), gln("67")), by=1)
SUPPLIER = Table(
    "N1", (code("98", "SU"), text("93", 60), code("66", "92"), text("67", 80, 2)), by=1
)
PARTIES = {"ship_to": SHIP_TO, "supplier": SUPPLIER}


def write_ship_to(place: Place) -> Written:
    return SHIP_TO.write("ST", place.name, "UL", place.gln)


def write_supplier(trader: Trader | None) -> list[Written]:
    if trader is None:
        return []
    return [SUPPLIER.write("SU", trader.name, "92", trader.number)]


def place_from(values: tuple[str, str, str, str]) -> Place:
    return Place(values[1], values[3])


def trader_from(values: tuple[str, str, str, str] | None) -> Trader | None:
    return None if values is None else Trader(values[1], values[3])

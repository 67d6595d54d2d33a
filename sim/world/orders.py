"""A purchase order as its supplier reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.world.entities import Department
from sim.world.wire import unit_code


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line in purchase units (EA, BX, CS), its price in cents for one of them.

    `instead_of` is the item that was ordered where another one comes; `awaited` marks the rest of
    a line of which only a part was allotted.
    """

    line: int
    item: str
    quantity: int
    uom: str
    price_minor: int
    instead_of: str = ""
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """`reference` counts a department's orders at a supplier: the address of every draw about it.

    The system's own number would shift with any other order.
    """

    number: str
    reference: str
    supplier: str
    department: Department
    lines: tuple[OrderedLine, ...]


@dataclass(frozen=True, slots=True)
class Shipment:
    """The n-th delivery of an order, on a day (proleptic ordinal); `never` is what of it will not
    come after all."""

    order: Order
    n: int
    day: int
    lines: tuple[OrderedLine, ...]
    never: tuple[OrderedLine, ...] = ()

    @property
    def address(self) -> tuple[str, str, int]:
        """By which draws about it are addressed."""
        return (self.order.supplier, self.order.reference, self.n)


def read_lines(facts: Mapping[str, Any]) -> tuple[OrderedLine, ...]:
    """The goods as the effect of issuing an order states them; a service is not shipped."""
    return tuple(
        OrderedLine(
            line["line"],
            line["item"],
            line["qty"],
            unit_code(line["uom"]),
            line["unit_price_minor"],
        )
        for line in facts["lines"]
        if line.get("kind", "goods") == "goods"
    )

"""What operations on picks of the warehouse (S19) take or answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mock_systems.warehouse.wire import Code, Gln, LineNumber, Lot, Message, Quantity, Sku


class WantedLine(Message):
    line: LineNumber
    sku: Sku
    qty: Quantity


class CreatePickOrder(Message):
    """`deliver_to` is the store behind the dock; priority U does not wait for the next wave."""

    source_ref: Code
    ship_to: Gln
    deliver_to: Code
    priority: Literal["N", "U"] = "N"
    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=500)]


class FindPickOrders(Message):
    source_ref: Code


class GetPickOrder(Message):
    pick_order: Code


class PickLineAnswer(Message):
    line: int
    sku: str
    ordered_qty: int
    picked_qty: int


class PickOrderAnswer(Message):
    pick_order: str
    source_ref: str
    ship_to: str
    deliver_to: str
    priority: str
    status: str
    wave: str
    expected_on: str
    lines: list[PickLineAnswer]


class PickOrdersFound(Message):
    pick_orders: list[PickOrderAnswer]


class ReleaseWave(Message):
    """At most so many orders; urgent ones come first."""

    limit: Annotated[int, Field(ge=1, le=500)] = 500


class Task(Message):
    """Go to a bin and take so many; a line may have several bins, or too few eaches in them."""

    pick_order: str
    line: int
    sku: str
    bin: str
    lot: str
    qty: int


class WaveAnswer(Message):
    wave: str
    pick_orders: list[str]
    tasks: list[Task]


class Taken(Message):
    bin: Code
    lot: Lot
    qty: Quantity


class ConfirmPick(Message):
    """What a picker came back with for one line, nothing included."""

    pick_order: Code
    line: LineNumber
    picks: Annotated[list[Taken], Field(max_length=50)]

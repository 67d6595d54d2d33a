"""The messages of the SOAP interface; the WSDL and the validation both come from these models."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_pascal

Code = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[A-Z0-9/-]+$")]
Day = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/\d{4}$")]
Quantity = Annotated[int, Field(gt=0, le=999_999)]


class Message(BaseModel):
    """Elements are PascalCase; an element that nobody declared is refused."""

    model_config = ConfigDict(
        alias_generator=to_pascal, validate_by_name=True, validate_by_alias=True, extra="forbid"
    )


class GetBalance(Message):
    """Asks for one item in one store."""

    store_no: Code
    item_no: Code


class Balance(Message):
    """On hand in the item's own unit; there are no lots."""

    store_no: str
    item_no: str
    description: str
    unit: str
    on_hand: int


class PostReceipt(Message):
    """Goods into a store, as the dock clerk counted them."""

    store_no: Code
    item_no: Code
    quantity: Quantity
    reference: Code
    received_on: Day


class PostIssue(Message):
    """Goods out of a store to a department."""

    store_no: Code
    item_no: Code
    quantity: Quantity
    reference: Code
    issued_on: Day


class Posted(Message):
    """The log line that a posting made, with the balance after it."""

    movement_no: int
    item_no: str
    on_hand: int


class ListMovements(Message):
    """Asks for all log lines of one reference."""

    reference: Code


class MovementLine(Message):
    """One line of the log; issues are negative."""

    movement_no: int
    kind: str
    store_no: str
    item_no: str
    quantity: int
    moved_on: str


class Movements(Message):
    """The lines of one reference, possibly none."""

    movement: list[MovementLine] = Field(default_factory=list)

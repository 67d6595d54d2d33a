"""A line of a requisition of the suite (S02) as it is asked for, in one of three shapes.

A catalogue item has its price already, a description carries an estimate, a service an amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import model_validator

from mock_systems.procurement.wire import (
    Code,
    Commodity,
    LineNumber,
    Message,
    Paid,
    Quantity,
    UnitPrice,
    Uom,
)

SHAPES: Mapping[str, frozenset[str]] = {
    "catalogue": frozenset({"item_number", "quantity", "uom"}),
    "free-text": frozenset({"description", "quantity", "uom", "estimated_price"}),
    "service": frozenset({"description", "amount"}),
}
"""What a line of each shape must carry; of the fields named here it takes no other."""
SHAPED = frozenset[str]().union(*SHAPES.values())


class RequestedLine(Message):
    """A catalogue item, a description that must be sourced, or a service at an amount."""

    line_num: LineNumber
    item_number: Code | None = None
    quantity: Quantity | None = None
    uom: Uom | None = None
    description: Code | None = None
    estimated_price: UnitPrice | None = None
    kind: Literal["goods", "service"] = "goods"
    amount: Paid | None = None
    commodity: Commodity | None = None
    project: Code | None = None
    """The ERP's project that the line builds."""

    @property
    def shape(self) -> str:
        """Which of the SHAPES the line has."""
        if self.kind == "service":
            return "service"
        return "free-text" if self.item_number is None else "catalogue"

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        given = {name for name in SHAPED if getattr(self, name) is not None}
        if given != SHAPES[self.shape]:
            wanted = ", ".join(sorted(SHAPES[self.shape])).replace("_", "-")
            got = ", ".join(sorted(given)).replace("_", "-")
            raise ValueError(f"a {self.shape} line takes {wanted}; got {got}")
        return self

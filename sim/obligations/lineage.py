"""Where a supply came from: what the book remembers of usages, receipts, orders (P15).

A usage is traced at the moment it happens: the last receipt that brought its lot, the order that
the receipt fulfilled, the contract of that order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mock_systems.service import Effect
from mock_systems.service.archive import Archive

OPENING = "opening"
"""A link that lies before the first day."""
NO_CONTRACT = "none"


class Origin(NamedTuple):
    """The way of a lot that was used."""

    lot: str
    receipt: str
    order: str
    contract: str


def _unpacked(value: Any) -> Origin:
    return Origin(*value)


@dataclass
class Lineage:
    """Fed with every effect that adds a link; a month has too many of them for memory."""

    _receipts: Archive[str, tuple[str, str]] = field(default_factory=lambda: Archive(tuple, tuple))
    """Item and lot -> receipt, order."""
    _contracts: Archive[str, str] = field(default_factory=lambda: Archive(str, str))
    _origins: Archive[str, Origin] = field(default_factory=lambda: Archive(tuple, _unpacked))

    def order(self, number: str, contract: str) -> None:
        """An order was issued or changed."""
        self._contracts[number] = contract or NO_CONTRACT

    def receipt(self, line: Effect) -> None:
        """A lot arrived; the latest receipt of a lot stands for it."""
        lot = line.facts.get("lot", "")
        if lot:
            self._receipts[f"{line.facts['item']} {lot}"] = (line.key, line.facts["po"])

    def usage(self, usage: Effect) -> None:
        """A lot was used."""
        item, lot = usage.facts["item"], usage.facts.get("lot", "")
        if not lot:
            return
        receipt, order = self._receipts.get(f"{item} {lot}", (OPENING, OPENING))
        contract = self._contracts.get(order, NO_CONTRACT) if order != OPENING else OPENING
        self._origins[usage.key] = Origin(lot, receipt, order or NO_CONTRACT, contract)

    def origin(self, usage: str) -> Origin | None:
        """None for what is no usage of a lot."""
        return self._origins.get(usage)

"""Where a denied supply came from (P15): three systems asked in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.mediation.canonical.claims import DeniedSupply
from integration_under_test.reference.mediation.inventory import lot_origins
from integration_under_test.reference.mediation.inventory.lot_origins import (
    LotReceipt,
    Row,
    UsedLot,
)
from integration_under_test.reference.mediation.pages import all_rows
from integration_under_test.reference.mediation.procurement import orders

OPENING, NONE = "opening", "none"
"""What lies before the first day, and an order without contract, as billing writes them."""


class Origin(NamedTuple):
    """The way of a lot, each link by its number in the system that keeps it."""

    lot: str
    receipt: str
    order: str
    contract: str


async def supply_origin(supply: DeniedSupply, enquiry: Enquiry) -> Origin | None:
    """None for a supply without lot. The last receipt before the use counts."""
    usage = await enquiry.call("inventory", "get_usage", lot_origins.ask_usage(supply.usage))
    used = lot_origins.read_usage(usage)
    if not used.lot:
        return None
    receipt = await _receipt(used, enquiry)
    if receipt is None:
        return Origin(used.lot, OPENING, OPENING, OPENING)
    if not receipt.order:
        return Origin(used.lot, receipt.reference, NONE, NONE)
    order = await enquiry.call("procurement", "get_order", orders.ask(receipt.order))
    contract = orders.read_contract(order) or NONE
    return Origin(used.lot, receipt.reference, receipt.order, contract)


async def _receipt(used: UsedLot, enquiry: Enquiry) -> LotReceipt | None:
    """The last one that brought the lot before its use."""

    async def page(place: int) -> tuple[Sequence[Row], bool]:
        asked = lot_origins.ask_receipts(used, place)
        return lot_origins.read_page(await enquiry.call("inventory", "find_lot_receipts", asked))

    return lot_origins.last_before(await all_rows(page), used)

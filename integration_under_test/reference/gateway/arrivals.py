"""When a replenishment order is expected, asked of whoever took it: for the writes of P11."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.canonical.replenishments import (
    Arrival,
    Proposal,
    ReplenishmentOrder,
)
from integration_under_test.reference.mediation.erp import direct_orders
from integration_under_test.reference.mediation.procurement import (
    replenishments,
    sourced_requisitions,
)
from integration_under_test.reference.mediation.warehouse import pick_orders


async def of_order(order: ReplenishmentOrder, enquiry: Enquiry) -> Arrival:
    """An order of procurement has no date before its supplier answers, but its requisition has."""
    ask = replenishments.search(order.replenishment)
    found = await enquiry.call("procurement", "find_requisitions", ask)
    ask = {"id": replenishments.read_id(found, order.requisition)}
    requisition = await enquiry.call("procurement", "get_requisition", ask)
    expected_on = replenishments.read_need_by(requisition)
    return Arrival(order.replenishment, order.requisition, order.order, expected_on)


async def of_direct_order(order: DirectOrder, enquiry: Enquiry) -> Arrival | None:
    """As `of_order`, for an order of the ERP; None if no proposal is behind its requisition."""
    ask = sourced_requisitions.find_requisition(order)
    requisition = await enquiry.call("procurement", "get_requisition", ask)
    replenishment = replenishments.read_reference(requisition)
    if not replenishment:
        return None
    number = await number_of(order, enquiry)
    expected_on = replenishments.read_need_by(requisition)
    return Arrival(replenishment, order.requisition, number, expected_on)


async def of_pick_order(proposal: Proposal, enquiry: Enquiry) -> Arrival:
    """The warehouse names the day itself."""
    ask = pick_orders.search(proposal.number)
    return pick_orders.read_arrival(await enquiry.call("warehouse", "find_pick_orders", ask))


async def number_of(order: DirectOrder, enquiry: Enquiry) -> str:
    """The number that the ERP gave an order."""
    found = await enquiry.call("erp", "find_direct_orders", direct_orders.search(order))
    return direct_orders.read_number(order, found)

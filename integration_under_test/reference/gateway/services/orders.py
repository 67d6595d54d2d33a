"""Purchase orders: submitted once, and how far they have come (P04, P06)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import (
    MOST_LINES,
    Code,
    LineNumber,
    PriceE4,
    Quantity,
    Unit,
)
from integration_under_test.reference.gateway.services.ownership import owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    Owed,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.canonical.orders import OrderLine
from integration_under_test.reference.mediation.canonical.statuses import OrderStatus
from integration_under_test.reference.mediation.procurement import order_statuses
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class FindOrder(Message):
    order: Code


class WantedLine(Message):
    line: LineNumber
    item: Code
    quantity: Quantity
    unit: Unit
    price_e4: PriceE4


class SubmitOrder(Message):
    """An order of a department that needs no requisition; its budget decides all the same."""

    supplier: Code
    cost_center: Code
    contract: Code | None = None
    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=MOST_LINES)]


async def find_order(asked: FindOrder, _: Asking, enquiry: Enquiry) -> Found:
    answer = await enquiry.call("procurement", "get_order", order_statuses.ask(asked.order))
    owner = owners(enquiry, order_statuses.facility_code(answer))
    return Found(order_statuses.read(answer, owner[0]), owner)


async def submit_order(asked: SubmitOrder, asking: Asking, enquiry: Enquiry) -> Owed:
    """Placed in the ERP under the caller's reference."""
    gln = enquiry.crosswalk.facility_of_department(asked.cost_center).gln
    order = DirectOrder(
        requisition=asking.reference,
        requisition_id=0,
        supplier=asked.supplier,
        supplier_id=0,
        facility=f"gln:{gln}",
        cost_center=asked.cost_center,
        contract=asked.contract or "",
        sourced_at=asking.now,
        lines=tuple(
            OrderLine(one.line, one.item, one.quantity, one.unit, one.price_e4)
            for one in asked.lines
        ),
    )
    return Owed(Step("order_directly", asking.reference, order), (gln,))


SERVICES = (
    Service(
        name="find_order",
        summary="An order's status, with what was received of each line.",
        flow="P04",
        owner=SUPPLY_CHAIN_DESK,
        system="procurement",
        operation="get_order",
        scope="orders.read",
        criticality="medium",
        compliance="financial control (commitment)",
        request=FindOrder,
        result=OrderStatus,
        handler=find_order,
        rate=Rate(120, 20),
        fallback=Fallback.LAST_KNOWN,
    ),
    Service(
        name="submit_order",
        summary="Places an order in the ERP, once for each reference.",
        flow="P04",
        owner=SUPPLY_CHAIN_DESK,
        system="erp",
        operation="create_direct_order",
        scope="orders.write",
        criticality="high",
        compliance="financial control (commitment, budget)",
        request=SubmitOrder,
        result=DirectOrder,
        handler=submit_order,
        rate=Rate(12, 10),
        fallback=Fallback.OUTBOX,
    ),
)

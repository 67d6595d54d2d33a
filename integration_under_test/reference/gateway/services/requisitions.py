"""Requisitions: submitted once, and what became of them (P04)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import (
    MOST_LINES,
    Code,
    Day,
    LineNumber,
    Quantity,
    Reference,
    Text,
    Unit,
)
from integration_under_test.reference.gateway.services.ownership import owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    NotThere,
    Owed,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.requisitions import (
    RequestedItem,
    RequisitionStatus,
    SubmittedRequisition,
)
from integration_under_test.reference.mediation.procurement import (
    order_statuses,
    submitted_requisitions,
)
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class WantedItem(Message):
    line: LineNumber
    item: Code
    quantity: Quantity
    unit: Unit


class SubmitRequisition(Message):
    requester: Text
    cost_center: Code
    needed_on: Day
    lines: Annotated[list[WantedItem], Field(min_length=1, max_length=MOST_LINES)]


class FindRequisition(Message):
    """By the reference that the submission was answered with."""

    reference: Reference


async def submit_requisition(asked: SubmitRequisition, asking: Asking, enquiry: Enquiry) -> Owed:
    gln = enquiry.crosswalk.facility_of_department(asked.cost_center).gln
    wanted = SubmittedRequisition(
        reference=submitted_requisitions.reference_of(asking.reference),
        requester=asked.requester,
        cost_center=asked.cost_center,
        needed_on=asked.needed_on,
        lines=tuple(
            RequestedItem(one.line, one.item, one.quantity, one.unit) for one in asked.lines
        ),
    )
    return Owed(Step("submit_requisition", wanted.reference, wanted), (gln,))


async def find_requisition(asked: FindRequisition, _: Asking, enquiry: Enquiry) -> Found:
    ask = submitted_requisitions.search(asked.reference)
    rows = (await enquiry.call("procurement", "find_requisitions", ask))["requisitions"]
    if not rows:
        raise NotThere
    whole = await enquiry.call("procurement", "get_requisition", {"id": rows[0]["id"]})
    owner = owners(enquiry, order_statuses.facility_code(whole))
    return Found(submitted_requisitions.read_status(rows[0]), owner)


SERVICES = (
    Service(
        name="submit_requisition",
        summary="Requests items for a department, once for each reference.",
        flow="P04",
        owner=SUPPLY_CHAIN_DESK,
        system="procurement",
        operation="create_requisition",
        scope="requisitions.write",
        criticality="high",
        compliance="financial control (delegation of authority, budget)",
        request=SubmitRequisition,
        result=SubmittedRequisition,
        handler=submit_requisition,
        rate=Rate(12, 10),
        fallback=Fallback.OUTBOX,
    ),
    Service(
        name="find_requisition",
        summary="What became of a submitted requisition, with its orders.",
        flow="P04",
        owner=SUPPLY_CHAIN_DESK,
        system="procurement",
        operation="find_requisitions",
        scope="requisitions.read",
        criticality="medium",
        compliance="financial control (delegation of authority, budget)",
        request=FindRequisition,
        result=RequisitionStatus,
        handler=find_requisition,
        rate=Rate(60, 10),
        fallback=Fallback.LAST_KNOWN,
    ),
)

"""Items of the item master (P02)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code
from integration_under_test.reference.gateway.services.service import (
    DAY_S,
    Asking,
    Fallback,
    Found,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.erp import items
from integration_under_test.reference.policies import MASTER_DATA_DESK


class FindItem(Message):
    item: Code


async def find_item(asked: FindItem, _: Asking, enquiry: Enquiry) -> Found:
    answer = await enquiry.call("erp", "get_item", {"ItemNumber": asked.item})
    return Found(items.read(answer))


SERVICES = (
    Service(
        name="find_item",
        summary="One item with its units and list price.",
        flow="P02",
        owner=MASTER_DATA_DESK,
        system="erp",
        operation="get_item",
        scope="items.read",
        criticality="medium",
        compliance="device identification (GTIN)",
        request=FindItem,
        result=MasterItem,
        handler=find_item,
        rate=Rate(60, 10),
        fallback=Fallback.LAST_KNOWN,
        most_age_s=7 * DAY_S,
    ),
)

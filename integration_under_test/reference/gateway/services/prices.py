"""Prices of approved contracts (P03)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code, Day, Quantity
from integration_under_test.reference.gateway.services.service import (
    DAY_S,
    Asking,
    Fallback,
    Found,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.price_quotes import (
    PriceQuestion,
    PriceQuote,
)
from integration_under_test.reference.mediation.contracts import price_quotes
from integration_under_test.reference.mediation.notation import local_day
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class FindPrice(Message):
    """`facility` is a GLN; the price is that of the facility's own day, today if none is named."""

    item: Code
    facility: Code
    quantity: Quantity = 1
    day: Day | None = None


async def find_price(asked: FindPrice, asking: Asking, enquiry: Enquiry) -> Found:
    """By the item's purchase unit."""
    facility = enquiry.crosswalk.facility(f"gln:{asked.facility}")
    question = PriceQuestion(
        item=asked.item,
        facility=asked.facility,
        unit=enquiry.crosswalk.item(asked.item).purchase_unit,
        quantity=asked.quantity,
        day=asked.day or local_day(asking.now, facility.time_zone),
    )
    answer = await enquiry.call("contracts", "quote_price", price_quotes.ask(question))
    return Found(price_quotes.read(question, answer), (asked.facility,))


SERVICES = (
    Service(
        name="find_price",
        summary="The contract price of an item for a facility; the last approved one in an outage.",
        flow="P03",
        owner=SUPPLY_CHAIN_DESK,
        system="contracts",
        operation="quote_price",
        scope="prices.read",
        criticality="high",
        compliance="contract terms",
        request=FindPrice,
        result=PriceQuote,
        handler=find_price,
        rate=Rate(120, 20),
        fallback=Fallback.LAST_KNOWN,
        most_age_s=7 * DAY_S,
        regardless_of=frozenset({"day"}),
    ),
)

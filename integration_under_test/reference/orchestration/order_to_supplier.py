"""P05 order to supplier: a partner gets each order once; what it answers reaches procurement.

The 810 belongs to P07 from then on: procurement announces it as if it came over the portal. Each
document gets its 997, a set that cannot be used one that refuses it.
"""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.canonical.orders import Order
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.mediation.suppliers import (
    acknowledgements,
    invoices,
    set_answers,
    ship_notices,
)


def send_order(order: Order, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Nothing for a supplier that takes no documents: a buyer orders there by hand."""
    if not crosswalk.is_partner(order.supplier):
        return ()
    return (Step("send_order", order.number, order),)


def on_acknowledgement(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    said = acknowledgements.read(received.content, received.sender)
    key = f"{said.order}/{said.number}"
    return (*_answer(received), Step("record_acknowledgement", key, said))


def on_ship_notice(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    notice = ship_notices.read(received.content, received.sender)
    key = f"{notice.supplier}/{notice.number}"
    return (*_answer(received), Step("record_ship_notice", key, notice))


def on_invoice(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    invoice = invoices.read(received.content, received.sender)
    key = f"{invoice.supplier}/{invoice.number}"
    return (*_answer(received), Step("submit_invoice", key, invoice))


def on_set_answer(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """What a supplier's translator took is noted by having been here. Raises SentBack for what it
    did not take, which is for people on both sides."""
    set_answers.require_taken(received.content)
    return ()


def refuse(received: Received, reason: str) -> tuple[Step, ...]:
    """The 997 for a set that cannot be used."""
    return _answer(received, received.content.fault or set_answers.SEGMENTS_IN_ERROR)


def _answer(received: Received, fault: str = "") -> tuple[Step, ...]:
    answer = set_answers.answer_to(received.content, received.sender, fault)
    return (Step("answer_set", received.key, answer),)

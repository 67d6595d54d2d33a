"""P08 payment: what the ERP paid is shown on the invoice, and counts as spend of its contract."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation import erp
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_payment_issued(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    payment = erp.read_payment(event.data)
    shown = Step("return_payment", payment.number, payment)
    if not payment.contract:
        return (shown,)
    return (shown, Step("record_spend", payment.number, payment))

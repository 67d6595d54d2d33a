"""P08 payment: what the ERP paid is shown on the invoice, and counts as spend of its contract.

Transfers go to the bank in the file that the ERP wrote; what the bank took back is taken back here
as well. Without a bank among the partners somebody uploads the file at its portal.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.bank.payment_files import MAILBOX
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import invoices, payments


def on_payment_issued(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    payment = payments.read(event.data)
    steps: tuple[Step, ...] = ()
    if invoices.is_submitted(event.data):
        steps += (Step("return_payment", payment.number, payment),)
    if payment.contract:
        steps += (Step("record_spend", payment.number, payment),)
    return steps


def on_payment_file_ready(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Sent again it is the same file under the same modifier, which the bank knows."""
    if not crosswalk.is_partner(MAILBOX):
        return ()
    file = payments.read_file(event.data)
    return (Step("send_payment_file", file.number, file),)


def on_payment_rejected(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Each waits for the payment itself, which may come later."""
    payment = payments.read_rejected(event.data)
    steps: tuple[Step, ...] = ()
    if invoices.is_submitted(event.data):
        steps += (Step("take_payment_back", payment.number, payment),)
    if payment.contract:
        steps += (Step("reverse_spend", payment.number, payment),)
    return steps

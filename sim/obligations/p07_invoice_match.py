"""P07 Invoice and three-way match: an invoice of S02 is entered in S01, its status comes back.

A status is `latest`: what S02 must show in the end is the newest one, however it got there.
Payment has its own flow, P08.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _unpaid_status(effect: Effect, known: Known) -> Iterable[Owed]:
    if effect.facts.get("status") == "PAID":
        return ()
    return (Owed(effect.key, version=effect.version),)


FLOW = Flow(
    "P07",
    "Invoice and three-way match",
    Register(
        owner="AP desk",
        system_of_record="S01",
        documents=("supplier invoice", "invoice status"),
        pattern=("event", "human in the loop"),
        criticality="high",
        compliance="financial control (three-way match, segregation of duties)",
        fallback="invoices queue at the portal; discounts may lapse",
        consequence="a supplier is not paid, or is paid twice",
    ),
    (
        Duty("procurement.invoice", "erp.invoice", 4 * HOUR_S, same_amount),
        Duty(
            "erp.invoice_status",
            "procurement.invoice_status",
            60 * MINUTE_S,
            _unpaid_status,
            "latest",
        ),
    ),
)

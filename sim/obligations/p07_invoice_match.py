"""P07 Invoice and three-way match: an invoice of S02 is entered in S01, its status comes back.

Invoices come to S02 by the portal, by EDI (S09), or on paper that S13 captures; those without an
order go from S13 to S01, which has them approved. A status is `latest`: what S02 must show in the
end is the newest one, however it got there. Payment has its own flow, P08. Services are matched on
order and invoice: their acceptance in S02 owes the ERP nothing. Holds are asked for by the payables
desk; an integration may show them without it.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _of_an_order(effect: Effect, known: Known) -> Iterable[Owed]:
    """Cancelled as well, or paid where credits left nothing to pay; a payment speaks for itself."""
    return (
        (Owed(effect.key, version=effect.version),) if effect.facts.get("submitted", True) else ()
    )


def _entered(effect: Effect, known: Known) -> Iterable[Owed]:
    """In the month of the day on which it came, by the clocks of the hospital that pays (RA5)."""
    period = known.period_of(effect.facility)
    return (Owed(effect.key, effect.amount_minor, period=period),)


def _under_contract(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, effect.amount_minor),) if effect.facts["contract"] else ()


def _credit_memo(effect: Effect, known: Known) -> Iterable[Owed]:
    """Under the number that is agreed with suppliers, CM- with the dispute's reference."""
    if effect.facts["outcome"] != "credited":
        return ()
    supplier = effect.facts["invoice"].partition("/")[0]
    return (Owed(f"{supplier}/CM-{effect.key}", effect.amount_minor),)


FLOW = Flow(
    "P07",
    "Invoice and three-way match",
    Register(
        owner="AP desk",
        system_of_record="S01",
        documents=(
            "supplier invoice",
            "invoice status",
            "810 invoice",
            "captured invoice",
            "hold",
            "dispute",
        ),
        pattern=("event", "human in the loop"),
        criticality="high",
        compliance="financial control (three-way match, segregation of duties)",
        fallback="invoices queue at the portal; discounts may lapse",
        consequence="a supplier is not paid, or is paid twice",
    ),
    (
        Duty("suppliers.invoice", "procurement.invoice", 4 * HOUR_S, same_amount),
        Duty("invoice_capture.invoice", "procurement.invoice", 4 * HOUR_S, same_amount),
        Duty("invoice_capture.expense_invoice", "erp.invoice", 4 * HOUR_S, same_amount),
        Duty("invoice_capture.invoice", "invoice_capture.export", 24 * HOUR_S, same_amount),
        Duty("invoice_capture.expense_invoice", "invoice_capture.export", 24 * HOUR_S, same_amount),
        Duty("procurement.invoice", "erp.invoice", 4 * HOUR_S, _entered),
        Duty(
            "erp.invoice_status",
            "procurement.invoice_status",
            60 * MINUTE_S,
            _of_an_order,
            "latest",
        ),
        Duty("payables.hold", "procurement.invoice_hold", 4 * HOUR_S, same_amount, unasked=True),
        Duty(
            "payables.hold_release",
            "procurement.invoice_hold_release",
            4 * HOUR_S,
            same_amount,
            unasked=True,
        ),
        Duty("payables.hold", "contracts.invoice_hold", 4 * HOUR_S, _under_contract, unasked=True),
        Duty(
            "payables.hold_release",
            "contracts.invoice_hold_lift",
            4 * HOUR_S,
            _under_contract,
            unasked=True,
        ),
        Duty("procurement.dispute_closed", "erp.credit_memo", 24 * HOUR_S, _credit_memo),
    ),
)

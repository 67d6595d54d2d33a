"""P08 Payment: what S01 paid is shown on the invoice in S02, as spend under the contract in S03.

With the bank (S14) in the house each transfer reaches it once, in a file; what it settles is
cleared, what it returns is taken back everywhere. A payment that came back happened all the same:
its return is an effect of its own, and the invoice is paid again under another number. Where
credits cover an invoice there is no payment: its status says that it is paid (P07).
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _under_contract(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, effect.amount_minor),) if effect.facts.get("contract") else ()


def _of_an_order(effect: Effect, known: Known) -> Iterable[Owed]:
    """Procurement never had invoices that came without an order, or that correct a price."""
    return (Owed(effect.key, effect.amount_minor),) if effect.facts.get("submitted", True) else ()


FLOW = Flow(
    "P08",
    "Payment",
    Register(
        owner="AP desk",
        system_of_record="S01",
        documents=("payment", "contract spend", "NACHA payment file", "BAI2 statement"),
        pattern=("event", "batch", "file"),
        criticality="high",
        compliance="financial control (disbursements), NACHA operating rules",
        fallback="statuses follow later; the file is uploaded at the bank's portal by treasury",
        consequence="a supplier is not paid or paid twice, cash in the ledger is not at the bank",
    ),
    (
        Duty("erp.payment", "procurement.payment", 4 * HOUR_S, _of_an_order),
        Duty("erp.payment", "contracts.spend", 4 * HOUR_S, _under_contract),
        Duty("bank.payment_expected", "bank.payment_received", 24 * HOUR_S, same_amount),
        Duty("bank.settlement", "erp.payment_clearing", 24 * HOUR_S, same_amount),
        Duty("bank.return", "erp.payment_rejection", 24 * HOUR_S, same_amount),
        Duty("erp.payment_rejection", "procurement.payment_return", 4 * HOUR_S, _of_an_order),
        Duty("erp.payment_rejection", "contracts.spend_reversal", 4 * HOUR_S, _under_contract),
    ),
)

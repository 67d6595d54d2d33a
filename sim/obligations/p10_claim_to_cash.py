"""P10 Claim to cash: from the bed to the bank, each step once in the system that keeps it.

What the EHR documents stands in billing (p10_care). A claim that billing releases (S05) reaches
its payer (S12); what the payer says, line by line, stands in billing; what billing posts to the
receivables stands in the ledger (S01); a payer's deposit (S14) is booked and applied there. All of
it arises only while somebody bills.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register, same_amount, same_key
from sim.obligations.known import Known
from sim.obligations.p10_care import CARE_DUTIES

FROM_PAYERS = "payment"
"""The kind of posting that becomes cash: the ledger learns of it by the deposit."""
FROM_PATIENTS = "patient_payment:"


def _receivable(effect: Effect, known: Known) -> Iterable[Owed]:
    by_deposit = effect.facts["kind"] == FROM_PAYERS
    if by_deposit and not effect.facts["source"].startswith(FROM_PATIENTS):
        return ()
    return (Owed(effect.key, effect.amount_minor, period=effect.period),)


FLOW = Flow(
    "P10",
    "Claim to cash",
    Register(
        owner="patient financial services",
        system_of_record="S05",
        documents=(
            "837I and 837P claims",
            "999 acknowledgement",
            "277CA claim status",
            "835 remittance",
            "receivable posting",
            "cash receipt",
        ),
        pattern=("event", "batch", "file", "human in the loop"),
        criticality="high",
        compliance="HIPAA transactions (X12 005010), pseudonymised patients",
        fallback="claims keyed at the payer's portal; remittances posted from paper",
        consequence="care that nobody pays for, money that nobody can explain",
    ),
    (
        *CARE_DUTIES,
        Duty("payers.claim_expected", "payers.claim_received", 24 * HOUR_S, same_amount),
        Duty("payers.claim_status", "billing.claim_answer", 24 * HOUR_S, same_key),
        Duty("payers.remittance_line", "billing.remittance_line", 24 * HOUR_S, same_amount),
        Duty("payers.takeback", "billing.takeback", 24 * HOUR_S, same_amount),
        Duty("billing.receivable_posting", "erp.receivable", 24 * HOUR_S, _receivable),
        Duty("bank.deposit", "erp.cash_receipt", 24 * HOUR_S, same_amount),
        Duty("bank.deposit", "erp.cash_application", 48 * HOUR_S, same_amount),
    ),
)

"""P08 Payment: what S01 paid is shown on the invoice in S02, as spend under the contract in S03."""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _under_contract(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, effect.amount_minor),) if effect.facts.get("contract") else ()


FLOW = Flow(
    "P08",
    "Payment",
    Register(
        owner="AP desk",
        system_of_record="S01",
        documents=("payment", "contract spend"),
        pattern=("event", "batch"),
        criticality="high",
        compliance="financial control (disbursements)",
        fallback="statuses follow later; payments themselves do not wait",
        consequence="suppliers chase paid invoices, rebates are computed on missing spend",
    ),
    (
        Duty("erp.payment", "procurement.payment", 4 * HOUR_S, same_amount),
        Duty("erp.payment", "contracts.spend", 4 * HOUR_S, _under_contract),
    ),
)

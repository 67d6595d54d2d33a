"""P04 Requisition to order: S01 answers for the budget of what S02 approved, then encumbers it.

Two duties, since the budget decision comes before the order exists.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _approved(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key),) if effect.facts["decision"] == "approved" else ()


FLOW = Flow(
    "P04",
    "Requisition to order",
    Register(
        owner="supply chain desk",
        system_of_record="S02",
        documents=("requisition", "budget decision", "purchase order"),
        pattern=("event", "synchronous API", "human in the loop"),
        criticality="high",
        compliance="financial control (delegation of authority, budget)",
        fallback="approved requisitions wait; urgent ones by phone order with a later entry",
        consequence="the budget shows money that is already spent, or the ward waits for goods",
    ),
    (
        Duty(
            "procurement.requisition_decision",
            "procurement.budget_decision",
            30 * MINUTE_S,
            _approved,
        ),
        Duty("procurement.order", "erp.encumbrance", 30 * MINUTE_S, same_amount),
    ),
)

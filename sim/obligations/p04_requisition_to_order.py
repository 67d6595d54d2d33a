"""P04 Requisition to order: S01 answers for the budget of what S02 approved, then encumbers it.

The budget decision comes before the order exists. Where orders begin in S01, a requisition with
budget owes one order to each of its suppliers there, and that order its copy in S02.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known


def _approved(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key),) if effect.facts["decision"] == "approved" else ()


def _direct_orders(effect: Effect, known: Known) -> Iterable[Owed]:
    amounts_minor: dict[str, int] = {}
    for line in effect.facts["lines"]:
        amount_minor = int(line["qty"]) * int(line["unit_price_minor"])
        supplier = str(line["supplier"])
        amounts_minor[supplier] = amounts_minor.get(supplier, 0) + amount_minor
    for supplier, amount_minor in amounts_minor.items():
        yield Owed(f"{effect.key}/{supplier}", amount_minor)


def _of_requisition(effect: Effect, known: Known) -> Iterable[Owed]:
    """An order that somebody made in S01 without a requisition is no business of S02."""
    if not known.is_sourced(str(effect.facts["reference"])):
        return ()
    return (Owed(effect.key, effect.amount_minor),)


FLOW = Flow(
    "P04",
    "Requisition to order",
    Register(
        owner="supply chain desk",
        system_of_record="S02",
        documents=("requisition", "budget decision", "purchase order", "imported order"),
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
        Duty("procurement.requisition_sourced", "erp.direct_order", 30 * MINUTE_S, _direct_orders),
        Duty("erp.order", "erp.encumbrance", 30 * MINUTE_S, same_amount),
        Duty("erp.order", "procurement.order_import", 30 * MINUTE_S, _of_requisition),
    ),
)

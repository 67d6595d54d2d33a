"""P12 Substitution: what S02 approved instead of an ordered item is known wherever it matters.

The ERP's order commits the group to the substitute at its price; S04 knows that it stands in for
the ordered item; S05 under which code it is charged, if it is charged at all. All arise from an
approved substitution, which only a supplier's offer (855 with IS) can bring about. What is ordered
elsewhere is an order like any other (P04); the line that it replaces must no longer be committed.
An alternate from elsewhere that was approved because of a shortage is known like a substitute.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known

FACTOR_EA = 1
"""An each of the substitute does what an each of the ordered item does."""


def _commitment(effect: Effect, known: Known) -> Iterable[Owed]:
    """The order at the version that the approval made, under its number, with its new total."""
    if effect.facts["decision"] != "approved":
        return ()
    amount_minor = int(effect.facts["order_total_minor"])
    return (Owed(effect.facts["po"], amount_minor, version=effect.version),)


def _released(effect: Effect, known: Known) -> Iterable[Owed]:
    """As `_commitment`, after a line was cancelled to be ordered elsewhere, or cut to what its
    supplier confirmed."""
    return (Owed(effect.facts["po"], effect.amount_minor, version=effect.version),)


def _stock(effect: Effect, known: Known) -> Iterable[Owed]:
    """Under the decision with the substitute."""
    if effect.facts["decision"] != "approved":
        return ()
    key = f"{effect.key}/{effect.facts['substitute']}"
    return (Owed(key, quantity=FACTOR_EA, uom="EA"),)


def _charge(effect: Effect, known: Known) -> Iterable[Owed]:
    """Under the decision with the substitute's charge code."""
    if effect.facts["decision"] != "approved":
        return ()
    code = known.truth.item(effect.facts["substitute"]).charge_code
    return (Owed(f"{effect.key}/{code}"),) if code else ()


FLOW = Flow(
    "P12",
    "Substitution and rerouting",
    Register(
        owner="supply chain desk",
        system_of_record="S02",
        documents=("855 order acknowledgement", "substitution", "order change", "cross-reference"),
        pattern=("event", "human in the loop"),
        criticality="high",
        compliance="financial control (commitment), charge integrity, device traceability",
        fallback="the buyer changes the order in the ERP; the store and billing are told by list",
        consequence="an invoice held at the old price, a substitute that nobody can find or charge",
    ),
    (
        Duty("procurement.substitution", "erp.order_change", 60 * MINUTE_S, _commitment, "latest"),
        Duty("suppliers.line_released", "erp.order_change", 60 * MINUTE_S, _released, "latest"),
        Duty("procurement.substitution", "inventory.cross_reference", 60 * MINUTE_S, _stock),
        Duty("procurement.substitution", "billing.cross_reference", 60 * MINUTE_S, _charge),
        Duty("procurement.alternate", "inventory.cross_reference", 60 * MINUTE_S, _stock),
        Duty("procurement.alternate", "billing.cross_reference", 60 * MINUTE_S, _charge),
    ),
)

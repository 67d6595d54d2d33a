"""P09 Usage to charge: a supply used on a patient is charged in S05 if billable, costed in S01."""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _charge(effect: Effect, known: Known) -> Iterable[Owed]:
    item = known.truth.item(effect.facts["item"])
    if not item.charge_code:
        return ()
    amount_minor = item.charge_price_minor * effect.quantity
    return (Owed(effect.key, amount_minor, effect.quantity, "EA", effect.period),)


def _cost(effect: Effect, known: Known) -> Iterable[Owed]:
    item = known.truth.item(effect.facts["item"])
    amount_minor = item.standard_cost_minor * effect.quantity
    return (Owed(effect.key, amount_minor, effect.quantity, "EA", effect.period),)


FLOW = Flow(
    "P09",
    "Usage to charge",
    Register(
        owner="revenue integrity desk",
        system_of_record="S04",
        documents=("usage", "charge", "cost posting"),
        pattern=("event",),
        criticality="high",
        compliance="protected health information (pseudonym only), charge accuracy",
        fallback="usages are held and posted late; late charges after three days",
        consequence="care that is never billed, or billed twice",
    ),
    (
        Duty("inventory.usage", "billing.charge", 15 * MINUTE_S, _charge),
        Duty("inventory.usage", "erp.cost", 60 * MINUTE_S, _cost),
    ),
)

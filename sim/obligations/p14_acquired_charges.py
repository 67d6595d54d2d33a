"""P14 Acquisition onboarding: a charge of an acquired clinic (S06) is posted once in S05.

It is owed under the clinic with its transaction id, at the group's price for the mapped code. A
clinic that sends a file each evening gets a day, one that sends messages an hour.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _by_message(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_charge(effect),) if effect.facts["feed"] == "message" else ()


def _by_file(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_charge(effect),) if effect.facts["feed"] == "file" else ()


def _charge(effect: Effect) -> Owed:
    amount_minor = effect.facts["master_price_minor"] * effect.quantity
    return Owed(effect.key, amount_minor, effect.quantity, "EA", effect.period)


FLOW = Flow(
    "P14",
    "Acquisition onboarding",
    Register(
        owner="revenue integrity desk",
        system_of_record="S06",
        documents=("DFT^P03", "charge file", "charge code mapping"),
        pattern=("event", "file"),
        criticality="high",
        compliance="protected health information (pseudonym only), charge accuracy",
        fallback="the clinic's messages wait with their sender, its files are dropped again",
        consequence="care in an acquired clinic that is never billed, or billed as something else",
    ),
    (
        Duty("clinics.charge", "billing.charge", 60 * MINUTE_S, _by_message),
        Duty("clinics.charge", "billing.charge", 24 * HOUR_S, _by_file),
    ),
)

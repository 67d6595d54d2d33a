"""The clinical half of P10: what the EHR (S11) tells of a patient stands in billing (S05).

An encounter is opened within a quarter of an hour, since usages are charged to it; a service is
charged at the charge master's price. A charge that the EHR takes back itself is owed by its newest
version, so that the credit, owed for itself, does not count as its loss.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Owed, same_key
from sim.obligations.known import Known


def _discharged(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(f"{effect.key}/discharged"),)


def _coded(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(f"{effect.key}/coded"),)


def _lasting(effect: Effect, known: Known) -> Iterable[Owed]:
    return () if effect.facts["taken_back"] else (_money(effect),)


def _taken_back(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_money(effect),) if effect.facts["taken_back"] else ()


def _credit(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_money(effect),)


def _money(effect: Effect) -> Owed:
    return Owed(effect.key, effect.amount_minor, effect.quantity, effect.uom, effect.period)


CARE_DUTIES = (
    Duty("ehr.admission", "billing.encounter", 15 * MINUTE_S, same_key),
    Duty("ehr.discharge", "billing.encounter_status", 60 * MINUTE_S, _discharged),
    Duty("ehr.coding", "billing.encounter_status", 24 * HOUR_S, _coded),
    Duty("ehr.charge", "billing.charge", 60 * MINUTE_S, _lasting),
    Duty("ehr.charge", "billing.charge", 60 * MINUTE_S, _taken_back, "latest"),
    Duty("ehr.credit", "billing.charge_credit", 60 * MINUTE_S, _credit),
)

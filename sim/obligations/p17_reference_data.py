"""P17 Reference data: what S01 sets up is known elsewhere, in that version, before its first use.

Budgets of planning (S21) are reference data too: every version of the file is loaded once.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Owes, Register, same_key
from sim.obligations.known import Known


def _kinds(*kinds: str) -> Owes:
    """Owes the reference's version where its kind is used."""

    def owes(effect: Effect, known: Known) -> Iterable[Owed]:
        if effect.key.partition("/")[0] in kinds:
            yield Owed(effect.key, version=effect.version)

    return owes


_everything = _kinds("ACCOUNT", "TAX_CODE", "COST_CENTER", "PROJECT", "LOCATION")
_places = _kinds("COST_CENTER", "LOCATION")
_departments = _kinds("COST_CENTER")


def _grants(effect: Effect, known: Known) -> Iterable[Owed]:
    """One for each cost centre and period; a file has a line for each of their accounts."""
    for cost_center, period, minor in effect.facts["grants"]:
        yield Owed(f"{effect.key}/{cost_center}/{period}", minor, period=period)


FLOW = Flow(
    "P17",
    "Reference data",
    Register(
        owner="controllers' desk",
        system_of_record="S01",
        documents=("reference change", "budget file", "batch answer"),
        pattern=("event", "file"),
        criticality="high",
        compliance="financial reporting (chart of accounts), budgetary control",
        fallback="the old code is used until the new one has arrived everywhere",
        consequence="documents refused or charged to a code that nobody else knows",
    ),
    (
        Duty("erp.reference", "procurement.reference", 60 * MINUTE_S, _everything, "latest"),
        Duty("erp.reference", "inventory.reference", 60 * MINUTE_S, _places, "latest"),
        Duty("erp.reference", "billing.reference", 60 * MINUTE_S, _departments, "latest"),
        Duty("planning.budget_file", "erp.budget", 24 * HOUR_S, _grants),
        Duty("planning.faulty_file", "planning.rejection", 12 * HOUR_S, same_key),
    ),
)

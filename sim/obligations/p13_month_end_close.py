"""P13 Month-end close: the period's status reaches S02, S04, S05, whose totals come back to S01.

A reopened period is a status like any other: the books that it left closed would be wrong.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _status(effect: Effect, known: Known) -> Iterable[Owed]:
    status = str(effect.facts["status"])
    return (Owed(effect.key, period=effect.key, version=effect.version, detail=status),)


def _totals(effect: Effect, known: Known) -> Iterable[Owed]:
    yield Owed(effect.key, effect.amount_minor, effect.quantity, effect.uom, effect.period)


FLOW = Flow(
    "P13",
    "Month-end close",
    Register(
        owner="close desk",
        system_of_record="S01",
        documents=("period status", "subledger totals"),
        pattern=("event", "batch", "human in the loop"),
        criticality="high",
        compliance="financial reporting (cut-off, completeness)",
        fallback="totals are keyed in from reports; the close slips by days",
        consequence="postings in the wrong period, books that close on missing totals",
    ),
    (
        Duty("erp.period", "procurement.period_status", 2 * HOUR_S, _status, "latest"),
        Duty("erp.period", "inventory.period_status", 2 * HOUR_S, _status, "latest"),
        Duty("erp.period", "billing.period_status", 2 * HOUR_S, _status, "latest"),
        Duty("inventory.period_totals", "erp.subledger_totals", 4 * HOUR_S, _totals),
        Duty("billing.period_totals", "erp.subledger_totals", 4 * HOUR_S, _totals),
    ),
)

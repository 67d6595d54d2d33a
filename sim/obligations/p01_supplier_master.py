"""P01 Supplier master: a supplier kept in S01 stands in S02 under the same version, likewise S03.

Mode `latest`, because only the newest version matters once it is there. Before that a department
asks for the supplier in S02: the risk service (S20) screens it, and its result comes back. A hold
of that service stands in S02 until it is released: nobody approves of the firm, or orders from it.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register, same_key
from sim.obligations.known import Known


def _screening(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(f"{effect.key}/{effect.facts['result']}"),)


FLOW = Flow(
    "P01",
    "Supplier master",
    Register(
        owner="master data desk",
        system_of_record="S01",
        documents=("supplier", "supplier change", "screening", "risk hold"),
        pattern=("event",),
        criticality="high",
        compliance="financial control (payee data)",
        fallback="the targets keep the last version; new suppliers wait",
        consequence="orders to a blocked supplier, payments to an outdated remit-to address",
    ),
    (
        Duty("erp.supplier", "procurement.supplier", 60 * MINUTE_S, same_key, "latest"),
        Duty("erp.supplier", "contracts.party", 60 * MINUTE_S, same_key, "latest"),
        Duty("procurement.supplier_request", "supplier_risk.screening", 30 * MINUTE_S, same_key),
        Duty(
            "supplier_risk.screening_result",
            "procurement.supplier_screening",
            30 * MINUTE_S,
            _screening,
        ),
        Duty("supplier_risk.hold", "procurement.risk_hold", 15 * MINUTE_S, same_key, "latest"),
    ),
)

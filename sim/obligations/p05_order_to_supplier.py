"""P05 Order to supplier: a partner that speaks EDI gets each order of S02 once, its answer S02.

The duties arise in the suppliers' own book, hence only while such suppliers take part in a run.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _order(effect: Effect, known: Known) -> Iterable[Owed]:
    """The quantity is the number of lines."""
    return (Owed(effect.key, effect.amount_minor, effect.quantity),)


def _acknowledgement(effect: Effect, known: Known) -> Iterable[Owed]:
    """Under the supplier's own number: a duplicate order is acknowledged under two."""
    return (Owed(f"{effect.key}/{effect.facts['ack_number']}"),)


FLOW = Flow(
    "P05",
    "Order to supplier",
    Register(
        owner="supply chain desk",
        system_of_record="S02",
        documents=("850 purchase order", "997 acknowledgement", "855 order acknowledgement"),
        pattern=("event", "file"),
        criticality="high",
        compliance="trading partner agreement (X12 004010, acknowledgement times)",
        fallback="orders by telephone or portal; answers typed in by a buyer",
        consequence="goods that nobody ships, ship twice, or a back order that nobody hears of",
    ),
    (
        Duty("suppliers.order_expected", "suppliers.order_received", 4 * HOUR_S, _order),
        Duty(
            "suppliers.acknowledgement", "procurement.acknowledgement", 4 * HOUR_S, _acknowledgement
        ),
    ),
)

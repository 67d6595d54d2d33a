"""P05 Order to supplier: a partner that speaks EDI gets each order of S02 once; its answer and the
notices of what it ships come to S02.

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


def _ship_notice(effect: Effect, known: Known) -> Iterable[Owed]:
    """Under supplier and the supplier's number; the quantity is in purchase units."""
    return (Owed(effect.key, quantity=effect.quantity),)


FLOW = Flow(
    "P05",
    "Order to supplier",
    Register(
        owner="supply chain desk",
        system_of_record="S02",
        documents=(
            "850 purchase order",
            "997 acknowledgement",
            "855 order acknowledgement",
            "856 shipping notice",
        ),
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
        Duty("suppliers.ship_notice", "procurement.ship_notice", 2 * HOUR_S, _ship_notice),
    ),
)

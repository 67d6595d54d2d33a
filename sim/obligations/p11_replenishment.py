"""P11 Replenishment: a proposal of S04 is requested in S02 or picked in S19, its date comes back.

A requisition is owed in purchase units: its price is S02's, by the catalogue at the instant of the
request, which P03 keeps right; the budget is checked by what P04 owes of it. What the warehouse
sent is owed to S04 as stock on its way, each night what it still has.
"""

from collections.abc import Callable, Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Owes, Register
from sim.obligations.known import Known

EMERGENCY = "emergency"


def _if(condition: Callable[[Effect], bool], owes: Owes) -> Owes:
    return lambda effect, known: owes(effect, known) if condition(effect) else ()


def _of_supplier(effect: Effect) -> bool:
    return effect.facts["source"] == "supplier" and effect.facts["reason"] != EMERGENCY


def _at_once_of_supplier(effect: Effect) -> bool:
    return effect.facts["source"] == "supplier" and effect.facts["reason"] == EMERGENCY


def _of_warehouse(effect: Effect) -> bool:
    return effect.facts["source"] == "warehouse" and effect.facts["reason"] != EMERGENCY


def _at_once_of_warehouse(effect: Effect) -> bool:
    return effect.facts["source"] == "warehouse" and effect.facts["reason"] == EMERGENCY


def _requisition(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, quantity=sum(int(line["qty"]) for line in effect.facts["lines"])),)


def _pick_order(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, quantity=effect.quantity, uom="EA"),)


def _order_date(effect: Effect, known: Known) -> Iterable[Owed]:
    reference = str(effect.facts.get("external_reference", ""))
    return (Owed(f"{reference}/{effect.key}"),) if known.is_proposed(reference) else ()


def _pick_date(effect: Effect, known: Known) -> Iterable[Owed]:
    number = effect.facts["number"]
    return (Owed(f"{effect.key}/{number}"),) if known.is_proposed(effect.key) else ()


def _eaches(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, quantity=effect.quantity, uom="EA"),)


_REQUISITION = ("inventory.replenishment", "procurement.requisition")
_PICK_ORDER = ("inventory.replenishment", "warehouse.pick_order")
_DATE = "inventory.replenishment_order"

FLOW = Flow(
    "P11",
    "Replenishment",
    Register(
        owner="supply chain desk",
        system_of_record="S04",
        documents=("replenishment proposal", "requisition", "pick order", "warehouse stock file"),
        pattern=("event", "synchronous API", "file"),
        criticality="high",
        compliance="financial control (contract price, budget)",
        fallback="buyers walk the shelves and type requisitions; the warehouse takes calls",
        consequence="a shelf that everybody believes to be on order runs empty",
    ),
    (
        Duty(*_REQUISITION, 30 * MINUTE_S, _if(_of_supplier, _requisition)),
        Duty(*_REQUISITION, 10 * MINUTE_S, _if(_at_once_of_supplier, _requisition)),
        Duty("procurement.order", _DATE, 60 * MINUTE_S, _order_date),
        Duty("procurement.order_import", _DATE, 60 * MINUTE_S, _order_date),
        Duty(*_PICK_ORDER, 30 * MINUTE_S, _if(_of_warehouse, _pick_order)),
        Duty(*_PICK_ORDER, 10 * MINUTE_S, _if(_at_once_of_warehouse, _pick_order)),
        Duty("warehouse.pick_order", _DATE, 60 * MINUTE_S, _pick_date),
        Duty("warehouse.shipment", "inventory.inbound_shipment", 60 * MINUTE_S, _eaches),
        Duty("warehouse.stock_file", "inventory.warehouse_stock", 24 * HOUR_S, _eaches),
    ),
)

"""P02 Item master: an item of S01 is in the catalogue, on the shelf, and on the bill if billable.

The unit of measure is the purchase unit with its factor (`BX/10`), so that who brings an item with
another factor brings another unit.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _item(effect: Effect, known: Known) -> Iterable[Owed]:
    yield Owed(effect.key, quantity=effect.quantity, uom=effect.uom, version=effect.version)


def _billable(effect: Effect, known: Known) -> Iterable[Owed]:
    return _item(effect, known) if effect.facts["billable"] else ()


FLOW = Flow(
    "P02",
    "Item master",
    Register(
        owner="item master desk",
        system_of_record="S01",
        documents=("item", "item change"),
        pattern=("event",),
        criticality="high",
        compliance="device identification (GTIN), charge accuracy",
        fallback="new items are ordered as free text until they are known",
        consequence="orders in a wrong pack, stock in a wrong unit, supplies that are never billed",
    ),
    (
        Duty("erp.item", "procurement.item", 4 * HOUR_S, _item, "latest"),
        Duty("erp.item", "inventory.item", 4 * HOUR_S, _item, "latest"),
        Duty("erp.item", "billing.item", 4 * HOUR_S, _billable, "latest"),
    ),
)

"""P06 Receipt: goods received in S04 are accrued in S01, noted in S02, and implants known to S05.

The accrual is valued at the order's price in the order's unit; the quantity in S01 is in eaches.
Where receipts begin in S01, the dock's booking is the accrual, and owed is the lot on the shelf
beside the rest; what S04 was only told of owes nothing again.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import MINUTE_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known, OrderLine
from sim.obligations.rounding import divide_half_up


def _order_line(effect: Effect, known: Known) -> OrderLine | None:
    """None for what owes nothing: goods without an order, receipts that began elsewhere."""
    if effect.facts.get("source_ref"):
        return None
    po_number = effect.facts.get("po") or ""
    return known.order_line(po_number, effect.facts["po_line"]) if po_number else None


def _accrual(effect: Effect, known: Known) -> Iterable[Owed]:
    line = _order_line(effect, known)
    if line is None:
        return ()
    amount_minor = int(effect.facts["qty_purchase"]) * line.unit_price_minor
    if line.uom != str(effect.facts["uom"]).upper():
        eaches = _eaches(line, effect, known)
        amount_minor = divide_half_up(effect.quantity * line.unit_price_minor, eaches)
    return (Owed(effect.key, amount_minor, effect.quantity, "EA", effect.period),)


def _order_receipt(effect: Effect, known: Known) -> Iterable[Owed]:
    if _order_line(effect, known) is None:
        return ()
    uom = str(effect.facts["uom"]).upper()
    return (Owed(effect.key, quantity=int(effect.facts["qty_purchase"]), uom=uom),)


def _lot(effect: Effect, known: Known) -> Iterable[Owed]:
    if _order_line(effect, known) is None:
        return ()
    item = known.truth.item(effect.facts["item"])
    return (Owed(effect.key),) if item.implant and item.charge_code else ()


def _on_shelf(effect: Effect, known: Known) -> Iterable[Owed]:
    """In eaches by the group's pack, whatever the ERP takes for one."""
    uom = str(effect.facts["uom"]).upper()
    factor = 1 if uom == "EA" else known.truth.item(effect.facts["item"]).factor
    eaches = int(effect.facts["qty_purchase"]) * factor
    return (Owed(effect.key, quantity=eaches, uom="EA", period=effect.period),)


def _eaches(line: OrderLine, effect: Effect, known: Known) -> int:
    return 1 if line.uom == "EA" else known.truth.item(effect.facts["item"]).factor


FLOW = Flow(
    "P06",
    "Receipt",
    Register(
        owner="supply chain desk",
        system_of_record="S04",
        documents=("receipt line with lot",),
        pattern=("event",),
        criticality="high",
        compliance="financial control (accrual), device traceability (lot)",
        fallback="receipts are held by the sender and posted with their own date",
        consequence="invoices held for want of a receipt, liabilities missing at month end",
    ),
    (
        Duty("inventory.receipt_line", "erp.accrual", 60 * MINUTE_S, _accrual),
        Duty("inventory.receipt_line", "procurement.order_receipt", 60 * MINUTE_S, _order_receipt),
        Duty("inventory.receipt_line", "billing.lot_eligible", 60 * MINUTE_S, _lot),
        Duty("erp.receipt", "inventory.receipt_line", 60 * MINUTE_S, _on_shelf),
        Duty("erp.receipt", "procurement.order_receipt", 60 * MINUTE_S, _order_receipt),
        Duty("erp.receipt", "billing.lot_eligible", 60 * MINUTE_S, _lot),
    ),
)

"""P06 Receipt: goods received in S04 are accrued in S01, noted in S02, and implants known to S05.

The accrual is valued at the order's price in the order's unit; the quantity in S01 is in eaches.
Where receipts begin in S01, the dock's booking is the accrual, and owed is the lot on the shelf
beside the rest; what S04 was only told of owes nothing again.

A lot that its maker recalls leaves the shelves that it was received on: the notice owes one recall
in S04, which sets the lot aside everywhere, an answer to the sender of the notice, and to the
safety office every usage of the lot.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register
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


def _recall(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key),) if effect.facts["held"] else ()


def _nothing_held(effect: Effect, known: Known) -> Iterable[Owed]:
    """The sender also wants to hear of a lot that the group never had."""
    return () if effect.facts["held"] else (Owed(effect.key, uom="EA"),)


def _answer(effect: Effect, known: Known) -> Iterable[Owed]:
    """How much was set aside; a lot that people recall on their own is nobody else's business."""
    if not effect.facts["reference"]:
        return ()
    return (Owed(effect.key, quantity=int(effect.facts["quarantined"]), uom="EA"),)


def _patients(effect: Effect, known: Known) -> Iterable[Owed]:
    if not effect.facts["reference"]:
        return
    for usage, quantity in effect.facts["usages"]:
        if quantity:
            yield Owed(f"{effect.key}/{usage}", quantity=int(quantity), uom="EA")


def _eaches(line: OrderLine, effect: Effect, known: Known) -> int:
    return 1 if line.uom == "EA" else known.truth.item(effect.facts["item"]).factor


FLOW = Flow(
    "P06",
    "Receipt",
    Register(
        owner="supply chain desk",
        system_of_record="S04",
        documents=("receipt line with lot", "recall notice", "recall response"),
        pattern=("event", "file"),
        criticality="high",
        compliance="financial control (accrual), device traceability (lot)",
        fallback="receipts are held by the sender and posted with their own date",
        consequence="invoices held for want of a receipt, liabilities missing at month end, "
        "recalled implants used on patients",
    ),
    (
        Duty("inventory.receipt_line", "erp.accrual", 60 * MINUTE_S, _accrual),
        Duty("inventory.receipt_line", "procurement.order_receipt", 60 * MINUTE_S, _order_receipt),
        Duty("inventory.receipt_line", "billing.lot_eligible", 60 * MINUTE_S, _lot),
        Duty("erp.receipt", "inventory.receipt_line", 60 * MINUTE_S, _on_shelf),
        Duty("erp.receipt", "procurement.order_receipt", 60 * MINUTE_S, _order_receipt),
        Duty("erp.receipt", "billing.lot_eligible", 60 * MINUTE_S, _lot),
        Duty("recalls.notice", "inventory.recall", 60 * MINUTE_S, _recall),
        Duty("recalls.notice", "recalls.response", 24 * HOUR_S, _nothing_held),
        Duty("inventory.recall", "recalls.response", 24 * HOUR_S, _answer),
        Duty("inventory.recall", "safety.affected_usage", 4 * HOUR_S, _patients),
    ),
)

"""Conditions of replenishment (S04), the warehouse behind it (S19), orders that begin in S01."""

from __future__ import annotations

from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K99", "Every order of a confirmed replenishment exists and is its own", "P11")
def confirmed_orders_exist(books: Books) -> Unequals:
    """In procurement under the proposal's reference, or as a pick order of the warehouse."""
    ordered = {o.po_number: o.external_reference for o in books.procurement.orders()}
    picked = {order.number: order.source_ref for order in books.warehouse.pick_orders()}
    for number, proposal in books.inventory.replenishments().items():
        known = picked if proposal.source == "warehouse" else ordered
        for order in proposal.orders:
            if known.get(order) != number:
                yield Unequal(order, number, known.get(order, "no order"), "replenishment")


@condition("K100", "The warehouse has what came in less what went out, item by item", "RA1", "P11")
def warehouse_is_conserved(books: Books) -> Unequals:
    """What was picked but not loaded yet is neither in a bin nor out."""
    staged = tally(
        (line.sku, line.picked)
        for order, line in books.warehouse.pick_lines()
        if order.status in ("RELEASED", "PICKED")
    )
    expected = {i.sku: i.received - i.shipped - staged[i.sku] for i in books.warehouse.items()}
    return compare(expected, {i.sku: i.on_hand for i in books.warehouse.items()}, "EA")


@condition("K101", "No more is picked than was ordered, and all that is shipped was picked", "P11")
def picks_are_within_orders(books: Books) -> Unequals:
    for order, line in books.warehouse.pick_lines():
        if line.picked > line.ordered:
            key = f"{order.number}/{line.line}"
            yield Unequal(key, f"at most {line.ordered}", str(line.picked), "EA picked")
    picked = tally(
        ((order.number, line.line), line.picked)
        for order, line in books.warehouse.pick_lines()
        if order.status == "SHIPPED"
    )
    shipped = tally(
        ((shipment.pick_order, line.pick_line), line.quantity)
        for shipment, line in books.warehouse.shipped_lines()
    )
    yield from compare(picked, shipped, "EA shipped")


@condition(
    "K102", "What the ERP ordered of a requisition is one order in procurement", "P04", "RP2"
)
def direct_orders_are_imported(books: Books) -> Unequals:
    requisitions = {r.number for r in books.procurement.requisitions()}
    made = {
        order.number: reference
        for reference, orders in books.erp.direct_orders().items()
        if reference in requisitions
        for order in orders
    }
    imported = {
        order.po_number: order.requisition
        for order in books.procurement.orders()
        if order.po_number in made
    }
    return compare(made, imported, "requisition")


@condition("K103", "What the warehouse shipped is received, on its way or lost, once", "P11", "RA1")
def shipments_arrive(books: Books) -> Unequals:
    shipped = tally(
        (f"{shipment.number}/{line.line}", line.quantity)
        for shipment, line in books.warehouse.shipped_lines()
    )
    announced = tally((transfer.source_ref, transfer.qty) for transfer in books.inventory.inbound())
    return compare(shipped, announced, "EA announced")


@condition("K149", "A requisition asks for the items that a replenishment proposed", "P11", "RP1")
def requisitions_ask_for_what_was_proposed(books: Books) -> Unequals:
    """Item by item, in purchase units; whether it was requested at all is a matter of loss."""
    proposals = books.inventory.replenishments()
    answering = {
        requisition.number: (requisition, proposals[requisition.external_reference])
        for requisition in books.procurement.requisitions()
        if requisition.external_reference in proposals
    }
    proposed = tally(
        ((number, line.shelf.item.erp_item_number), line.qty_purchase)
        for number, (_, proposal) in answering.items()
        for line in proposal.lines
    )
    requested = tally(
        ((number, line.item_number), line.quantity)
        for number, (requisition, _) in answering.items()
        for line in requisition.lines
    )
    return compare(proposed, requested, "purchase units")

"""One planted violation for each condition of replenishment, warehouse, orders of the ERP.

No party takes part in the clean run, so each puts a document where there was none.
"""

from __future__ import annotations

from datetime import date

from mock_systems.inventory.replenishments import Replenishment
from mock_systems.warehouse.documents import (
    BinLot,
    Pick,
    PickLine,
    PickOrder,
    Shipment,
    ShippedLine,
)
from sim.conditions.books import Books

DAY = date(2026, 4, 20)


def k99(books: Books) -> str:
    facility = next(iter(books.inventory.facilities()))
    proposal = Replenishment("RP-1", facility, "par", (), orders={"PO-99999999": "20260422"})
    books.inventory.tables.replenishments["RP-1"] = proposal
    return "PO-99999999: expected replenishment RP-1, found no order"


def k100(books: Books) -> str:
    item = next(iter(books.warehouse.items()))
    item.bins.append(BinLot("A01", "L1", DAY, 7))
    return f"{item.sku}: expected 0 EA, found 7"


def k101(books: Books) -> str:
    item = next(iter(books.warehouse.items()))
    line = PickLine(1, item.sku, 3, (Pick("A01", "L1", DAY, 4),))
    order = PickOrder("PK1", "RP-1", "0614141000005", "H01-OR", "N", DAY, (line,), "PICKED")
    books.warehouse.documents.pick_orders["PK1"] = order
    return "PK1/1: expected EA picked at most 3, found 4"


def k102(books: Books) -> str:
    requisition = next(iter(books.procurement.requisitions()))
    order = next(iter(books.erp.orders()))
    books.erp.tables.direct_orders[requisition.number] = (order,)
    return f"{order.number}: expected requisition {requisition.number}, found nothing"


def k103(books: Books) -> str:
    item = next(iter(books.warehouse.items()))
    line = ShippedLine(1, 1, item.sku, "L1", DAY, 5)
    books.warehouse.documents.shipments["SH1"] = Shipment("SH1", "0" * 18, "PK1", (line,))
    return "SH1/1: expected 5 EA announced, found 0"


def k149(books: Books) -> str:
    facility = next(iter(books.inventory.facilities()))
    books.inventory.tables.replenishments["RP-1"] = Replenishment("RP-1", facility, "par", ())
    requisition = next(r for r in books.procurement.requisitions() if len(r.lines) == 1)
    requisition.external_reference = "RP-1"
    line = requisition.lines[0]
    return (
        f"{requisition.number}/{line.item_number}: expected 0 purchase units, found {line.quantity}"
    )


PLANTED = {"K99": k99, "K100": k100, "K101": k101, "K102": k102, "K103": k103, "K149": k149}

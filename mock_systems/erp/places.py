"""Which business unit the ERP's documents belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.erp.documents import Order
from mock_systems.erp.tables import ID_BASE, Tables
from mock_systems.service.members import number_id, text_id


def places_of(tables: Tables, members: Mapping[str, Any]) -> Iterator[str]:
    """Business units of the documents that members name by their ids."""
    for order in _orders(tables, members):
        yield order.business_unit
    invoice = tables.invoices.get(number_id(members, "InvoiceId"))
    if invoice is not None:
        yield invoice.business_unit
    receipts = tables.receivables.receipts
    place = number_id(members, "CashReceiptId") - ID_BASE - 1
    if 0 <= place < len(receipts):
        yield receipts[place].business_unit
    asset = tables.assets.by_number.get(text_id(members, "AssetNumber"))
    if asset is not None:
        yield asset.business_unit
    if number := text_id(members, "IntercompanyNumber"):
        for charge in tables.intercompany.charges:
            if charge.number == number:
                yield from (charge.provider, charge.receiver)


def _orders(tables: Tables, members: Mapping[str, Any]) -> Iterator[Order]:
    order = tables.orders.get(text_id(members, "OrderNumber"))
    if order is not None:
        yield order
    yield from tables.orders_by_source.get(text_id(members, "SourceOrderNumber"), ())
    key = text_id(members, "ReceiptNumber"), number_id(members, "ReceiptLine")
    for receipt in tables.receipts_by_key.get(key, ()):
        yield tables.orders[receipt.order]

"""Stock of the warehouse (S19): what is kept, what came in, the nightly picture of all of it."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Annotated, Any

from pydantic import Field

from mock_systems.service import Effect, Operation, Refusal, Work
from mock_systems.warehouse.documents import BinLot, HasDocuments, Item
from mock_systems.warehouse.wire import (
    EACH,
    Code,
    Day,
    Lot,
    Message,
    Page,
    Quantity,
    Sku,
    ordinal_text,
)


class ReceiveGoods(Message):
    """One lot put into one bin."""

    reference: Code
    sku: Sku
    bin: Code
    lot: Lot
    expires_on: Day
    qty: Quantity


class GoodsReceived(Message):
    sku: str
    on_hand: int


class GetStock(Message):
    sku: Sku


class BinAnswer(Message):
    bin: str
    lot: str
    expires_on: str
    qty: int


class StockAnswer(Message):
    sku: str
    part_no: str
    on_hand: int
    bins: list[BinAnswer]


class ItemAnswer(Message):
    sku: str
    part_no: str
    text: str


class ItemsAnswer(Message):
    items: list[ItemAnswer]
    more: bool


class ExportStock(Message):
    """Whose file it will be."""

    site: Annotated[str, Field(min_length=1, max_length=12)]


class StockFile(Message):
    file_no: int
    total_qty: int
    items: list[StockAnswer]


def receive_goods(system: HasDocuments, request: ReceiveGoods, work: Work) -> dict[str, Any]:
    """Puts a lot away. A lot has one expiry."""
    item = system.documents.item(request.sku)
    for held in item.bins:
        if held.lot == request.lot and held.expires_on != request.expires_on:
            known = ordinal_text(held.expires_on)
            raise Refusal(409, "WH-201", f"lot {request.lot} expires on {known}; read the label")
    held = _bin(item, request.bin, request.lot, request.expires_on)
    held.on_hand += request.qty
    item.received += request.qty
    work.effect(Effect("warehouse.receipt", request.reference, quantity=request.qty, uom=EACH))
    return {"SKU": item.sku, "ON_HAND": item.on_hand}


def get_stock(system: HasDocuments, request: GetStock, work: Work) -> dict[str, Any]:
    """Reads an item's bins, the first to expire first."""
    del work
    return stock_of(system.documents.item(request.sku))


def list_items(system: HasDocuments, request: Page, work: Work) -> dict[str, Any]:
    """Lists what is kept, with the group's part numbers."""
    del work
    items = system.documents.items
    end = request.offset + request.limit
    rows = [
        {"SKU": item.sku, "PART_NO": item.part_number, "TEXT": item.text}
        for item in islice(items.values(), request.offset, end)
    ]
    return {"ITEMS": rows, "MORE": end < len(items)}


def export_stock(system: HasDocuments, request: ExportStock, work: Work) -> dict[str, Any]:
    """Takes the nightly picture; each has the next number of its site's files."""
    documents = system.documents
    documents.stock_files += 1
    kept = [item for item in documents.items.values() if item.on_hand]
    total = sum(item.on_hand for item in kept)
    key = f"{request.site}/{documents.stock_files}"
    work.effect(Effect("warehouse.stock_file", key, quantity=total, uom=EACH))
    items = [stock_of(item) for item in kept]
    return {"FILE_NO": documents.stock_files, "TOTAL_QTY": total, "ITEMS": items}


def stock_of(item: Item) -> dict[str, Any]:
    """An item's bins as this vendor writes them."""
    return {
        "SKU": item.sku,
        "PART_NO": item.part_number,
        "ON_HAND": item.on_hand,
        "BINS": [
            {
                "BIN": held.bin,
                "LOT": held.lot,
                "EXPIRES_ON": ordinal_text(held.expires_on),
                "QTY": held.on_hand,
            }
            for held in sorted(item.bins, key=lambda held: (held.expires_on, held.lot, held.bin))
        ],
    }


def _bin(item: Item, bin_: str, lot: str, expires_on: date) -> BinLot:
    for held in item.bins:
        if (held.bin, held.lot) == (bin_, lot):
            return held
    item.bins.append(BinLot(bin_, lot, expires_on, 0))
    return item.bins[-1]


DECLARED = (
    Operation(
        name="receive_goods",
        method="POST",
        path="/INBOUND",
        scope="warehouse.inbound.write",
        request=ReceiveGoods,
        response=GoodsReceived,
        handler=receive_goods,
        key=("REFERENCE",),
        summary="Puts a lot that came in into a bin",
        status=201,
    ),
    Operation(
        name="get_stock",
        method="GET",
        path="/STOCK/{SKU}",
        scope="warehouse.stock.read",
        request=GetStock,
        response=StockAnswer,
        handler=get_stock,
        key=("SKU",),
        summary="Reads an item's bins with their lots, the first to expire first",
    ),
    Operation(
        name="list_items",
        method="GET",
        path="/ITEMS",
        scope="warehouse.items.read",
        request=Page,
        response=ItemsAnswer,
        handler=list_items,
        summary="Lists the SKUs with the group's part numbers",
    ),
    Operation(
        name="export_stock",
        method="POST",
        path="/STOCK_FILES",
        scope="warehouse.stock.export",
        request=ExportStock,
        response=StockFile,
        handler=export_stock,
        key=("SITE",),
        summary="Takes the nightly picture of all stock under the next file number",
        status=201,
    ),
)

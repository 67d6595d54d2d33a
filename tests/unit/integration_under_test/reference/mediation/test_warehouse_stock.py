"""The warehouse's stock file and shipments, read from literal text."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Document
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.canonical.warehouse import (
    StockedItem,
    WarehouseStock,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.inventory import (
    inbound_shipments,
    warehouse_stock,
)
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.mediation.warehouse import shipments, stock_files
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

HEADER = "HDRINVEXTRACTWAREHOUSE   00000017202604140101"
BIN = "ONHCENTRLA01-0001  W000001       WH260401000001      2027013100000000120000000415"
OTHER_BIN = "ONHCENTRLA02-0001  W000001       WH260402000001      2027022800000000030000000415"
TRAILER = "TRL000000170000000200000000000015"
FILE = f"{HEADER}\n{BIN}\n{OTHER_BIN}\n{TRAILER}\n"


def opened(text: str) -> Any:
    kind = "text/plain;layout=inventory-extract"
    return open_document(Document("WAREHOUSE.STOCK.000017.txt", "WAREHOUSE", kind, text.encode()))


def test_the_bins_of_an_item_are_summed_up() -> None:
    received = opened(FILE)
    assert received.key == "WAREHOUSE|inventory-extract|00000017"
    stock = stock_files.read(received.content)
    assert stock == WarehouseStock("WAREHOUSE/17", "2026-04-14", (StockedItem("W000001", 15),))
    assert warehouse_stock.write(stock, Context(crosswalk())) == {
        "snapshot_ref": "WAREHOUSE/17",
        "as_of": "20260414",
        "lines": [{"item_id": "IV-1", "qty": 15}],
    }


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (FILE.replace(OTHER_BIN + "\n", ""), "CONTROL_TOTAL"),
        (FILE.replace("202702280000000003", "202702280000000004"), "CONTROL_TOTAL"),
        (FILE.replace(TRAILER + "\n", ""), "TRUNCATED"),
        (FILE.removesuffix("\n"), "TRUNCATED"),
    ],
)
def test_of_a_damaged_file_nothing_is_used(damaged: str, reason: str) -> None:
    with pytest.raises(Damaged, match=reason):
        stock_files.read(opened(damaged).content)


@pytest.mark.parametrize("text", ["", "HDR", FILE.removesuffix("15\n"), f"{BIN}\n{TRAILER}\n"])
def test_what_has_other_columns_is_no_extract(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        opened(text)


def test_the_file_that_stands_proves_itself_by_any_item() -> None:
    stock = WarehouseStock("WAREHOUSE/17", "2026-04-14", ())
    assert warehouse_stock.find(stock, Context(crosswalk())) == {"item_id": "IV-1"}
    assert warehouse_stock.stands(stock, {"snapshot_ref": "WAREHOUSE/17"})
    assert not warehouse_stock.stands(stock, {"snapshot_ref": "WAREHOUSE/16"})
    assert not warehouse_stock.stands(stock, {})


def test_an_unknown_number_of_the_warehouse_waits_for_its_master() -> None:
    stock = WarehouseStock("WAREHOUSE/17", "2026-04-14", (StockedItem("W000002", 1),))
    with pytest.raises(UnknownCode, match="W000002"):
        warehouse_stock.write(stock, Context(crosswalk()))


def test_each_lot_of_a_shipment_is_announced() -> None:
    line = {
        "LINE": 2,
        "PICK_LINE": 1,
        "SKU": "W000001",
        "PART_NO": ITEM,
        "LOT": "WH260401000001",
        "EXPIRES_ON": "2027-031",
        "QTY": 12,
        "UOM": "EA",
    }
    shipment = {"SHIPMENT": "SH0000004", "DELIVER_TO": "H01-OR", "LINES": [line]}
    (read,) = shipments.read(shipment)
    assert inbound_shipments.write(read, Context(crosswalk())) == {
        "source_ref": "SH0000004/2",
        "origin": "WAREHOUSE",
        "to_location": "H01-OR",
        "item_id": "IV-1",
        "qty": 12,
        "lot": "WH260401000001",
        "expiry": "20270131",
    }
    with pytest.raises(ValueError, match="2027-366"):
        shipments.read({**shipment, "LINES": [{**line, "EXPIRES_ON": "2027-366"}]})

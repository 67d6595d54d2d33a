"""Stock of the hospitals' rooms and of the central warehouse (P11)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code
from integration_under_test.reference.gateway.services.ownership import owners
from integration_under_test.reference.gateway.services.service import (
    DAY_S,
    Asking,
    Fallback,
    Found,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.stock_levels import StockLevel
from integration_under_test.reference.mediation.inventory import stock_levels
from integration_under_test.reference.mediation.warehouse import stock_levels as warehouse
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class FindStock(Message):
    location: Code
    item: Code


class FindWarehouseStock(Message):
    item: Code


async def find_stock(asked: FindStock, _: Asking, enquiry: Enquiry) -> Found:
    ask = stock_levels.ask(asked.location, asked.item, enquiry.crosswalk)
    answer = await enquiry.call("inventory", "get_stock", ask)
    owner = owners(enquiry, stock_levels.facility_code(answer))
    return Found(stock_levels.read(answer), owner)


async def find_warehouse_stock(asked: FindWarehouseStock, _: Asking, enquiry: Enquiry) -> Found:
    ask = warehouse.ask(asked.item, enquiry.crosswalk)
    return Found(warehouse.read(await enquiry.call("warehouse", "get_stock", ask)))


SERVICES = (
    Service(
        name="find_stock",
        summary="How much of an item a stock room has.",
        flow="P11",
        owner=SUPPLY_CHAIN_DESK,
        system="inventory",
        operation="get_stock",
        scope="stock.read",
        criticality="high",
        compliance="device traceability",
        request=FindStock,
        result=StockLevel,
        handler=find_stock,
        rate=Rate(120, 20),
        fallback=Fallback.LAST_KNOWN,
        most_age_s=DAY_S / 6,
    ),
    Service(
        name="find_warehouse_stock",
        summary="How much of an item the central warehouse has.",
        flow="P11",
        owner=SUPPLY_CHAIN_DESK,
        system="warehouse",
        operation="get_stock",
        scope="stock.read",
        criticality="medium",
        compliance="device traceability",
        request=FindWarehouseStock,
        result=StockLevel,
        handler=find_warehouse_stock,
        rate=Rate(60, 10),
        fallback=Fallback.LAST_KNOWN,
        most_age_s=DAY_S / 6,
    ),
)

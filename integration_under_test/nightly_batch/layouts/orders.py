"""Requisitions and purchase orders (P04): the budget they need, the order that the ERP keeps."""

from __future__ import annotations

from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, NotYet, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.notation import ERP_UNITS, iso_day, two_decimals

UNDECIDED = "pending-budget"
CHECK = (
    Column("CostCenter", "cost-center"),
    Column("Amount", "total"),
    Column("ReferenceNumber", "number"),
)
ORDER = (
    Column("SourceOrderNumber", "po-number"),
    Column("SupplierNumber", "erp-supplier-number"),
    Column("CostCenter", "cost-center"),
    Column("OrderDate", "issued-on", iso_day),
)
LINE = (
    Column("LineNumber", "line-num"),
    Column("ItemNumber", "item-number"),
    Column("Quantity", "quantity", str),
    Column("UOMCode", "uom", ERP_UNITS),
    Column("UnitPrice", "unit-price", two_decimals),
)


def _decision(data: Data, codes: Crosswalk) -> Record:
    return {"id": data["id"], "check": mapped(CHECK, data), "decision": "", "available": ""}


async def _decided(record: Record, connection: Connection) -> Record:
    """Asks the ERP; procurement is not told what was asked."""
    budget = await connection.send("erp", "check_budget", record.pop("check"))
    passed = budget["Result"] == "PASSED"
    return {"decision": "passed" if passed else "failed", "available": budget["AvailableAmount"]}


def _order(data: Data, codes: Crosswalk) -> Record:
    unit = codes.units_of_ship_tos[data["ship-to"]]
    lines = [mapped(LINE, line) for line in data["lines"]]
    contract = {"ContractNumber": data["contract-number"]} if data["contract-number"] else {}
    return mapped(ORDER, data) | contract | {"BusinessUnit": unit, "Lines": lines}


async def erp_order_number(po_number: str, connection: Connection) -> Record:
    """The ERP's number of an order. Raises NotYet when it does not have it."""
    body = {"SourceOrderNumber": po_number}
    found = await connection.send("erp", "find_purchase_orders", body)
    if not found["items"]:
        raise NotYet(f"the ERP has no order {po_number} yet")
    return {"OrderNumber": found["items"][0]["OrderNumber"]}


TO_BUDGET = Load(
    "procurement",
    "record_budget_decision",
    _decision,
    Look("get_requisition", ("id",), lambda answer, record: answer["status"] != UNDECIDED),
    complete=_decided,
)
TO_ERP = Load(
    "erp",
    "create_purchase_order",
    _order,
    Look("find_purchase_orders", ("SourceOrderNumber",), lambda answer, _: bool(answer["items"])),
)

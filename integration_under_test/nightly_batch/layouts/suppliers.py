"""Suppliers of the ERP (P01) as procurement and the contract platform keep them."""

from __future__ import annotations

from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped

PROCUREMENT = (
    Column("name", "SupplierName"),
    Column("tax-id", "TaxIdentifier"),
    Column("erp-number", "SupplierNumber"),
    Column("erp-version", "ObjectVersionNumber"),
    Column("payment-term", "PaymentTerms"),
    Column("status", "Status", {"ACTIVE": "active", "INACTIVE": "inactive"}),
)
CONTRACTS = (
    Column("erpSupplierNumber", "SupplierNumber"),
    Column("name", "SupplierName"),
    Column("taxId", "TaxIdentifier"),
    Column("status", "Status"),
    Column("sourceVersion", "ObjectVersionNumber"),
)


def _to_procurement(data: Data, codes: Crosswalk) -> Record:
    return mapped(PROCUREMENT, data)


def _to_contracts(data: Data, codes: Crosswalk) -> Record:
    return mapped(CONTRACTS, data)


async def _known_id(record: Record, connection: Connection) -> Record:
    body = {"erp-number": record["erp-number"]}
    found = await connection.send("procurement", "find_suppliers", body)
    return {"id": found["suppliers"][0]["id"]} if found["suppliers"] else {}


def _is_known(answer: Record, record: Record) -> bool:
    version = record["erp-version"]
    return any(supplier["erp-version"] >= version for supplier in answer["suppliers"])


TO_PROCUREMENT = Load(
    "procurement",
    "create_supplier",
    _to_procurement,
    Look("find_suppliers", ("erp-number",), _is_known, always=True),
    complete=_known_id,
    update="update_supplier",
)
TO_CONTRACTS = Load(
    "contracts",
    "put_party",
    _to_contracts,
    Look(
        "get_party",
        ("erpSupplierNumber",),
        lambda answer, record: answer["sourceVersion"] >= record["sourceVersion"],
        always=True,
    ),
)

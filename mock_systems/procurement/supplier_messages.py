"""What operations on suppliers of the suite (S02) or its addresses take or answer."""

from __future__ import annotations

from typing import Literal

from mock_systems.procurement.wire import Code, Message, RecordId, Text, Version


class CreateSupplier(Message):
    name: Code
    tax_id: Text
    erp_number: Code
    erp_version: Version
    payment_term: Code
    status: Literal["active", "inactive"]


class UpdateSupplier(CreateSupplier):
    id: RecordId


class FindSuppliers(Message):
    erp_number: Code


class SupplierAnswer(Message):
    id: int
    name: str
    tax_id: str
    erp_number: str
    erp_version: int
    payment_term: str
    status: str


class SuppliersFound(Message):
    suppliers: list[SupplierAnswer]


class SupplierPage(SuppliersFound):
    has_more: bool


class ShipToAnswer(Message):
    code: str
    name: str
    gln: str
    time_zone: str


class ShipToPage(Message):
    ship_tos: list[ShipToAnswer]
    has_more: bool

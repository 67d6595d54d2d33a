"""Where suppliers are paid, and who approves invoices without order, as the ERP (S01) loads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mock_systems.standards.identifiers import aba_check_digit
from sim.world.enterprise import Enterprise

Row = dict[str, Any]

BANKS = ("04199031", "07199055", "11199012", "12199077", "26199068")
"""The first eight digits of invented banks, by Federal Reserve district."""
CHEQUE_EVERY = 10
"""One supplier in ten has no account on file and gets cheques; judgement."""
APPROVERS = (
    ("manager.facilities", 1_000_000),
    ("director.operations", 10_000_000),
    ("cfo", 1_000_000_000),
)
"""Who approves invoices without order, up to which amount in cents; judgement."""


def bank_accounts(e: Enterprise) -> Iterable[Row]:
    """One account for each active supplier but those that take cheques."""
    for supplier in e.suppliers:
        number = int(supplier.erp_number)
        if number % CHEQUE_EVERY:
            yield {
                "SupplierNumber": supplier.erp_number,
                "RoutingNumber": routing_number(number),
                "AccountNumber": account_number(number, 1),
            }


def approvers(_e: Enterprise) -> Iterable[Row]:
    """The ladder of approval."""
    for name, limit_minor in APPROVERS:
        yield {"Approver": name, "ApprovalLimit": f"{limit_minor // 100}.00"}


def vendors(e: Enterprise) -> Iterable[Row]:
    """Those whose invoices the capture service (S13) may read."""
    for supplier in e.suppliers:
        number, name = supplier.erp_number, supplier.name
        yield {"code": number, "name": name, "tax_id": supplier.tax_id}


def routing_number(seed: int) -> str:
    """Of one of the invented banks, with its check digit."""
    bank = BANKS[seed % len(BANKS)]
    return bank + aba_check_digit(bank)


def account_number(supplier: int, version: int) -> str:
    """Ten digits, another number for each version of a supplier's account."""
    return f"{(supplier * 7_919 + version * 104_729) % 10**10:010d}"

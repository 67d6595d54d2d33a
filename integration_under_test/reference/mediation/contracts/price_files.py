"""Price files in the contract platform, where each drafts a version of every contract (P03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.price_files import (
    FilePrice,
    PriceFile,
    RepricedContract,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.contracts.price_lists import CURRENCY
from integration_under_test.reference.mediation.notation import to_decimal


def ask_contract(contract: RepricedContract) -> Body:
    return {"contractNumber": contract.contract}


def write(file: PriceFile, context: Context) -> Body:
    """`context.consulted` holds the platform's contracts by number."""
    prices = [price.price_minor for contract in file.contracts for price in contract.prices]
    return {
        "fileNumber": file.number,
        "gpoNumber": file.organisation,
        "controlTotals": {"lineCount": len(prices), "priceTotal": _money(sum(prices))},
        "contracts": [
            _contract(contract, context.consulted[contract.contract]) for contract in file.contracts
        ],
    }


def find(file: PriceFile, context: Context) -> Body:
    return {"fileNumber": file.number}


def _contract(contract: RepricedContract, known: Mapping[str, Any]) -> Body:
    lines = _numbered(contract.prices, _lines_of(known))
    return {
        "contractNumber": contract.contract,
        "erpSupplierNumber": known["erpSupplierNumber"],
        "effectiveFrom": contract.starts_on,
        "effectiveTo": contract.ends_on,
        "lines": [
            {
                "line": line,
                "itemNumber": price.item,
                "uom": price.unit,
                "unitPrice": _money(price.price_minor),
            }
            for line, price in lines.items()
        ],
    }


def _lines_of(known: Mapping[str, Any]) -> Mapping[str, int]:
    """Line by item of the version in force; of none if no version ever was."""
    active = (row for row in known["versions"] if row["version"] == known["activeVersion"])
    return {line["itemNumber"]: line["line"] for row in active for line in row["lines"]}


def _numbered(prices: tuple[FilePrice, ...], lines: Mapping[str, int]) -> dict[int, FilePrice]:
    """An item keeps its line, and a new one gets the next: lines are what spend refers to."""
    found: dict[int, FilePrice] = {}
    last = max(lines.values(), default=0)
    for price in prices:
        line = lines.get(price.item, 0)
        if not line or line in found:
            line = last = last + 1
        found[line] = price
    return found


def _money(minor: int) -> Body:
    return {"value": to_decimal(minor, 2), "currency": CURRENCY}

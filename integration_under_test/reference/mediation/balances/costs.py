"""What the ERP charged departments for goods: journals of a day, costs of one usage, prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_decimal

Row = Mapping[str, Any]
CATEGORY = "COST"


class Charged(NamedTuple):
    """One cost of a usage; `unit` in the ERP's terms."""

    unit: str
    item: str
    quantity_ea: int


def is_cost(journal: Row) -> bool:
    return bool(journal["Category"] == CATEGORY)


def reference_of(journal: Row) -> str:
    """The usage that a journal is about."""
    return str(journal["Reference"])


def unit_of(journal: Row) -> str:
    return str(journal["BusinessUnit"])


def amount_minor(journal: Row) -> int:
    """What a journal took out of the stock's value: the sum of its debits."""
    return sum(max(0, from_decimal(line["Amount"], 2)) for line in journal["Lines"])


def ask(reference: str) -> Body:
    return {"Reference": reference}


def read(row: Row) -> Charged:
    return Charged(row["BusinessUnit"], row["ItemNumber"], int(row["Quantity"]))


def price(item: Row) -> tuple[str, int]:
    """An item's number with its standard cost per EA, in cents."""
    return item["ItemNumber"], from_decimal(item["StandardCost"], 2)

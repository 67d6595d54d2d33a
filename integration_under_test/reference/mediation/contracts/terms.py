"""When a contract is in force, and what it covers, as the platform shows it (P03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.mediation.context import Body

Answer = Mapping[str, Any]


def ask(contract: str) -> Body:
    return {"contractNumber": contract}


def supplier_of(answer: Answer) -> str:
    return str(answer["erpSupplierNumber"])


def is_in_force(answer: Answer, day: str) -> bool:
    """Whether the approved version counts on an ISO day."""
    return any(v["effectiveFrom"] <= day <= v["effectiveTo"] for v in _approved(answer))


def covers(answer: Answer, item: str) -> bool:
    """Whether the approved version has a price of an item."""
    return any(line["itemNumber"] == item for v in _approved(answer) for line in v["lines"])


def _approved(answer: Answer) -> Iterator[Answer]:
    return (v for v in answer["versions"] if v["version"] == answer["activeVersion"])

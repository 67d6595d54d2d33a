"""The pure decisions of the contract platform (S03): which version may become active.

Nothing here changes a document. A rule that says no raises Refusal, so that a handler can decide
everything before it changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion
from mock_systems.service import Refusal


def activatable(contract: Contract, version: int) -> ContractVersion:
    """The draft to activate. Raises Refusal 404 if absent, 409 if no draft or overtaken."""
    found = contract.versions.get(version)
    name = f"{contract.contract_number} version {version}"
    if found is None:
        raise Refusal(404, "UNKNOWN_VERSION", f"{name} does not exist", field="version")
    if found.status != "DRAFT":
        raise Refusal(
            409, "ILLEGAL_TRANSITION", f"{name} is {found.status}, expected DRAFT", field="version"
        )
    if version < contract.active_version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{name} is older than the active version {contract.active_version}; draft it anew",
            field="version",
        )
    return found


def require_dates_in_order(effective_from: date, effective_to: date) -> None:
    """Raises Refusal 422 when a contract would end before it starts."""
    if effective_to < effective_from:
        raise Refusal(
            422,
            "INVALID_DATES",
            f"effectiveTo {effective_to} lies before effectiveFrom {effective_from}",
            field="effectiveTo",
        )


def require_one_price_each(lines: Iterable[ContractLine]) -> None:
    """Raises Refusal 422 when a line number, or an item in one unit, occurs twice."""
    numbers: set[int] = set()
    items: set[tuple[str, str]] = set()
    for line in lines:
        item = (line.item_number, line.uom)
        if line.line in numbers or item in items:
            raise Refusal(
                422,
                "DUPLICATE_LINE",
                f"line {line.line} (item {line.item_number}, {line.uom}) occurs twice",
                field="lines",
            )
        numbers.add(line.line)
        items.add(item)

"""The pure decisions of the contract platform (S03): which version may become active.

Nothing here changes a document. A rule that says no raises Refusal, so that a handler can decide
everything before it changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion
from mock_systems.service import Refusal


def activatable(
    contract: Contract, version: int, expected: Sequence[str] = ("DRAFT", "APPROVED")
) -> ContractVersion:
    """The version to activate. Raises Refusal 404 if absent, 409 if not ready or overtaken."""
    found = contract.versions.get(version)
    name = f"{contract.contract_number} version {version}"
    if found is None:
        raise Refusal(404, "UNKNOWN_VERSION", f"{name} does not exist", field="version")
    if found.status not in expected:
        wanted = " or ".join(expected)
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"{name} is {found.status}, expected {wanted}",
            field="version",
        )
    if version < contract.last_activated:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{name} is older than version {contract.last_activated}, which was activated; "
            "draft it anew",
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
    """Raises Refusal 422 when a line number occurs twice, or two lines price one item in one
    unit for the same facility and tier on the same day (CP1)."""
    numbers: set[int] = set()
    priced: dict[tuple[str, str, str, int], list[ContractLine]] = {}
    for line in lines:
        if line.line in numbers:
            raise _twice(line)
        numbers.add(line.line)
        if line.effective_from and line.effective_to:
            require_dates_in_order(line.effective_from, line.effective_to)
        beside = priced.setdefault(
            (line.item_number, line.uom, line.facility_code, line.min_quantity), []
        )
        for other in beside:
            _require_apart(other, line)
        beside.append(line)


def _require_apart(one: ContractLine, other: ContractLine) -> None:
    if not (one.effective_from or one.effective_to or other.effective_from or other.effective_to):
        raise _twice(other)
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    ends = min(one.effective_to or date.max, other.effective_to or date.max)
    if starts <= ends:
        raise Refusal(
            422,
            "OVERLAPPING_PRICES",
            f"lines {one.line} and {other.line} price item {other.item_number} on the same days; "
            "end one before the other starts",
            field="lines",
        )


def _twice(line: ContractLine) -> Refusal:
    return Refusal(
        422,
        "DUPLICATE_LINE",
        f"line {line.line} (item {line.item_number}, {line.uom}) occurs twice",
        field="lines",
    )

"""How lines on the wire become a draft version of a contract of the platform (S03).

Drafts, amendments, price files, loaded contracts all pass here, so that no version with two
prices for the same thing on the same day can come about (CP1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mock_systems.contracts.contract_messages import DraftedLine
from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion
from mock_systems.contracts.rules import require_one_price_each
from mock_systems.service import Refusal


def contract_line(line: DraftedLine) -> ContractLine:
    """A line as it is kept."""
    return ContractLine(
        line=line.line,
        item_number=line.item_number,
        uom=line.uom,
        unit_price_minor=line.unit_price,
        facility_code=line.facility_code or "",
        min_quantity=line.min_quantity or 0,
        effective_from=line.effective_from,
        effective_to=line.effective_to,
    )


def contract_lines(
    drafted: Iterable[DraftedLine], effective_from: date, effective_to: date
) -> tuple[ContractLine, ...]:
    """The lines of a version. Raises Refusal 422 for a line that cannot stand in it."""
    lines = tuple(contract_line(line) for line in drafted)
    require_sound_lines(lines, effective_from, effective_to)
    return lines


def require_sound_lines(
    lines: Iterable[ContractLine], effective_from: date, effective_to: date
) -> None:
    """Raises Refusal 422 for lines that overlap, or hold on days outside their version."""
    kept = tuple(lines)
    require_one_price_each(kept)
    for line in kept:
        starts = line.effective_from or effective_from
        ends = line.effective_to or effective_to
        if not effective_from <= starts <= ends <= effective_to:
            raise Refusal(
                422,
                "INVALID_DATES",
                f"line {line.line} holds from {starts} to {ends}, outside its version "
                f"({effective_from} to {effective_to})",
                field="lines",
            )


def next_version(
    contract: Contract,
    effective_from: date,
    effective_to: date,
    lines: tuple[ContractLine, ...],
    reason: str = "",
) -> ContractVersion:
    """The draft that follows the latest version, not yet filed."""
    return ContractVersion(
        version=contract.latest_version + 1,
        effective_from=effective_from,
        effective_to=effective_to,
        lines=lines,
        reason=reason,
    )

"""Budget files of planning (P17): a line for each account, where the ERP grants sums."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.budgets import Budget, Grant
from integration_under_test.reference.mediation.notation import from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import (
    BatchFile,
    Damaged,
    Row,
)
from integration_under_test.reference.mediation.received import Received


class _Line(NamedTuple):
    """An account of a cost center in a period; below zero for a planned saving."""

    version: int
    cost_center: str
    period: str
    amount_minor: int


def read(received: Received) -> Budget:
    """Raises Damaged for a file that does not hold what its trailer says, or no one version of
    one year."""
    file: BatchFile = received.content
    lines = file.read_rows({"BDG": _line})
    file.require_total(sum(line.amount_minor for line in lines))
    year, version = _year_and_version(lines)
    granted: Counter[tuple[str, str]] = Counter()
    for line in lines:
        granted[line.cost_center, line.period] += line.amount_minor
    return Budget(
        name=f"FY{year}",
        version=version,
        sender=received.sender,
        number=file.number,
        came_as=received.key,
        grants=tuple(Grant(*place, minor) for place, minor in granted.items()),
    )


def _line(row: Row) -> _Line:
    _, version, _, cost_center, _, period, amount, _ = row
    return _Line(int(version), cost_center, period, from_decimal(amount, 2))


def _year_and_version(lines: tuple[_Line, ...]) -> tuple[str, int]:
    found = {(line.period[:4], line.version) for line in lines}
    if len(found) != 1:
        raise Damaged("NOT_ONE_BUDGET", f"expected one version of one year, got {sorted(found)}")
    return found.pop()

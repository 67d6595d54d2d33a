"""Asset files of the fixed-asset register (P16, P18)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.assets import Asset, Depreciation
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row
from integration_under_test.reference.mediation.received import Received

Record = Asset | Depreciation


def read(received: Received) -> tuple[Record, ...]:
    """In the order in which they must be posted. Raises Damaged for a file that does not hold what
    its trailer says."""
    file: BatchFile = received.content
    found = file.read_rows({"AST": _asset, "DEP": _depreciation})
    file.require_total(sum(amount_minor for _, amount_minor in found))
    return tuple(record for record, _ in found)


def _asset(row: Row) -> tuple[Record, int]:
    _, number, description, unit, cost_center, day, cost, months, project = row
    cost_minor = from_decimal(cost, 2)
    in_service_on = from_compact_day(day)
    asset = Asset(
        number, description, unit, cost_center, in_service_on, cost_minor, int(months), project
    )
    return asset, cost_minor


def _depreciation(row: Row) -> tuple[Record, int]:
    """The amount counts for the trailer only: the ERP works it out for itself."""
    _, period, unit, day, _, amount = row
    return Depreciation(period, unit, from_compact_day(day)), from_decimal(amount, 2)

"""P17 reference data: what the ERP sets up is known elsewhere before anybody uses it there."""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import references
from integration_under_test.reference.releases.table import Table

USED_BY: Table[Sequence[str]] = Table(
    "routes.reference_data",
    {
        "COST_CENTER": ("put_lookup_value", "put_cost_center", "put_department"),
        "LOCATION": ("put_lookup_value", "put_location"),
        "ACCOUNT": ("put_lookup_value",),
        "TAX_CODE": ("put_lookup_value",),
        "PROJECT": ("put_lookup_value",),
    },
)
"""Kind -> the commands that make it known where it is used."""


def on_reference_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Each target takes the latest version; an older one that comes late is skipped there."""
    reference = references.read(event.data)
    return tuple(Step(kind, reference.number, reference) for kind in USED_BY[reference.kind])

"""P01 supplier master: a supplier that the ERP creates or changes becomes one record elsewhere."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation import erp
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_supplier_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Procurement and contracts each get the latest version; older ones are skipped there."""
    supplier = erp.read_supplier(event.data)
    return (
        Step("sync_supplier", supplier.number, supplier),
        Step("sync_party", supplier.number, supplier),
    )

"""P01 supplier master: a supplier that the ERP creates or changes becomes one record elsewhere."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import suppliers
from integration_under_test.reference.orchestration import dual_run


def on_supplier_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Procurement and contracts each get the latest version, as do acquired sites that use it;
    older ones are skipped there."""
    supplier = suppliers.read(event.data)
    return (
        Step("sync_supplier", supplier.number, supplier),
        Step("sync_party", supplier.number, supplier),
        *dual_run.tell_sites(suppliers.read_change(event.data, event.time), crosswalk),
    )

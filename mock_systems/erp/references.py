"""How a change of reference data is told (P17): one effect, one event, whatever the kind."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.wire import WireModel
from mock_systems.service import Effect, Work

ReferenceStatus = Literal["ACTIVE", "INACTIVE"]


class ReferenceView(WireModel):
    kind: str
    code: str
    name: str
    version: int
    status: str
    effective_date: str = ""
    business_unit: str = ""
    cost_center: str = ""


def announce_reference(reference: dict[str, Any], work: Work) -> dict[str, Any]:
    """Takes the view of a reference, notes that it changed, gives it back as the answer."""
    kind, code, version = reference["Kind"], reference["Code"], reference["Version"]
    facts = {"name": reference["Name"], "status": reference["Status"]}
    work.effect(Effect("erp.reference", f"{kind}/{code}", version=version, facts=facts))
    work.emit("erp.reference.changed", f"{kind}/{code}", dict(reference))
    return reference


def reference_view(kind: str, code: str, reference: Any) -> dict[str, Any]:
    """What other systems are told; a date is empty for what may be used at once, a place for what
    belongs to the whole group."""
    return {
        "Kind": kind,
        "Code": code,
        "Name": reference.name,
        "Version": reference.version,
        "Status": reference.status,
        "EffectiveDate": reference.effective_date,
        "BusinessUnit": getattr(reference, "business_unit", ""),
        "CostCenter": getattr(reference, "cost_center", ""),
    }

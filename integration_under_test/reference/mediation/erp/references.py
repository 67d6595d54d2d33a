"""Reference data of the ERP (P17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.references import Reference

ENDED = frozenset({"INACTIVE", "CLOSED", "CAPITALISED"})
"""Statuses of codes and projects that no new document may name."""


def read(data: Mapping[str, Any]) -> Reference:
    unit = data["BusinessUnit"]
    return Reference(
        kind=data["Kind"],
        code=data["Code"],
        name=data["Name"],
        active=data["Status"] not in ENDED,
        version=data["Version"],
        usable_from=data["EffectiveDate"],
        facility=f"erp:{unit}" if unit else "",
        cost_center=data["CostCenter"],
    )

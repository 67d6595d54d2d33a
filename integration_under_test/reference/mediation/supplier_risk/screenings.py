"""Screenings of the supplier risk service (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.screenings import (
    Screening,
    ScreeningRequest,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.releases.table import Table

CHECKS = ("sanctions", "exclusion_list", "financial")
"""The group wants all of them of everybody."""
CLEAR = Table("mappings.screening_result", {"clear": True, "failed": False})


def write(request: ScreeningRequest, context: Context) -> Body:
    return {
        "external_reference": request.reference,
        "legal_name": request.name,
        "tax_number": "".join(one for one in request.tax_id if one.isalnum()).upper(),
        "checks": list(CHECKS),
    }


def read(data: Mapping[str, Any]) -> Screening:
    """Raises KeyError for a status that is no result."""
    return Screening(
        id=data["id"],
        reference=data["external_reference"],
        clear=CLEAR[data["status"]],
        reason=data["reason"],
    )

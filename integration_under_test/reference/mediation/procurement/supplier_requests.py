"""Requests for new suppliers in the procurement suite, with their screenings (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.screenings import (
    Screening,
    ScreeningRequest,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.releases.table import Inverse, Table

UNSCREENED = "screening"
CLEAR = Table("mappings.procurement_screening", {"clear": True, "failed": False})
RESULTS = Inverse(CLEAR)


def read(data: Mapping[str, Any]) -> ScreeningRequest:
    return ScreeningRequest(data["request-reference"], data["name"], data["tax-id"])


def find(screening: Screening, context: Context) -> Body:
    return {"request-reference": screening.reference}


def is_screened(screening: Screening, answer: Mapping[str, Any]) -> bool:
    """A result is recorded once; what people decided on it afterwards says so too."""
    requests = answer.get("supplier-requests", ())
    return any(request["status"] != UNSCREENED for request in requests)


def write_screening(screening: Screening, context: Context) -> Body:
    """Raises NotYet for a screening that procurement did not ask for."""
    requests = context.found["supplier-requests"]
    if not requests:
        raise NotYet(f"procurement has no supplier request {screening.reference}")
    return {
        "id": requests[0]["id"],
        "result": RESULTS[screening.clear],
        "screened-by": screening.id,
        "reason": screening.reason,
    }

"""Supplier onboarding of the suite (S02): requests for a new supplier, risk holds from S20.

A request is screened before it is approved (P01); a hold stops a supplier's approval as well as
its orders for as long as it stands. Holds name a tax id or an ERP number, since the risk service
knows some suppliers before the ERP does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mock_systems.procurement.risk_hold import RiskHold, erp_number_subject, tax_id_subject
from mock_systems.service import Refusal

SUPPLIER_REQUEST_TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("screening", "clear"): "screened",
    ("screening", "failed"): "rejected",
    ("screening", "rejected"): "rejected",
    ("screened", "approved"): "approved",
    ("screened", "rejected"): "rejected",
    ("approved", "linked"): "onboarded",
}


@dataclass(slots=True)
class SupplierRequest:
    """A wish to buy from a new supplier: screening, screened, approved, onboarded, rejected."""

    id: int
    reference: str
    name: str
    tax_id: str
    payment_term: str
    remit_to: str
    requester: str
    status: str = "screening"
    approver: str = ""
    reason: str = ""
    erp_number: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may still lead to a supplier."""
        return self.status in {"screening", "screened", "approved"}


@dataclass(slots=True)
class Onboarding:
    """Requests with holds, each found by one access."""

    requests: dict[int, SupplierRequest] = field(default_factory=dict)
    by_reference: dict[str, SupplierRequest] = field(default_factory=dict)
    last_by_tax_id: dict[str, SupplierRequest] = field(default_factory=dict)
    holds: dict[str, RiskHold] = field(default_factory=dict)
    active_holds: dict[str, dict[str, None]] = field(default_factory=dict)
    """The references of the holds that stand, by subject."""

    def hold_on(self, tax_id: str, erp_number: str = "") -> str:
        """The reference of a hold that stands on a supplier, '' for none."""
        for subject in (tax_id_subject(tax_id), erp_number_subject(erp_number)):
            if references := self.active_holds.get(subject):
                return next(iter(references))
        return ""


def supplier_request_after(status: str, step: str) -> str:
    """The status after a step. Raises Refusal 409 for an illegal transition."""
    after = SUPPLIER_REQUEST_TRANSITIONS.get((status, step))
    if after is None:
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"a supplier request that is {status} cannot become {step}; read it first",
        )
    return after


def require_no_hold(onboarding: Onboarding, tax_id: str, erp_number: str = "") -> None:
    """Raises Refusal 409 while a risk hold stands on the supplier."""
    if reference := onboarding.hold_on(tax_id, erp_number):
        raise Refusal(
            409,
            "SUPPLIER_ON_HOLD",
            f"risk hold {reference} stands on {erp_number or tax_id}; have it released first",
        )

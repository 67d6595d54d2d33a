"""Charges of services in the billing platform: the EHR's (P10), acquired clinics' (P14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import UnknownCode, Unsendable
from integration_under_test.reference.mediation.canonical.services import (
    ClinicService,
    RenderedService,
    ServiceCredit,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_compact_day

POSTED = "posted"
CREDIT_REASON = "taken back by the department"


def write(service: RenderedService, context: Context) -> Body:
    department = {"departmentCode": service.department} if service.department else {}
    return {
        "sourceReference": service.reference,
        "encounterId": service.encounter,
        "chargeCode": service.code,
        "quantity": service.quantity,
        "serviceDate": to_compact_day(context.posting_on),
        **department,
    }


def write_of_clinic(service: ClinicService, context: Context) -> Body:
    """`consulted` is what the clinic's codes mean. Raises UnknownCode for one that they do not
    name, Unsendable for a credit, since its charge is not named."""
    if service.quantity < 1:
        raise Unsendable(f"{service.reference} takes back {-service.quantity} of an unnamed charge")
    charge_code = context.consulted["codes"].get(service.code)
    if charge_code is None:
        raise UnknownCode(f"charge code of {service.clinic}", service.code)
    return {
        "sourceReference": service.reference,
        "encounterId": context.consulted["prefix"] + service.account,
        "chargeCode": charge_code,
        "quantity": service.quantity,
        "serviceDate": to_compact_day(context.posting_on),
    }


def write_credit(credit: ServiceCredit, context: Context) -> Body | None:
    """`consulted` are the charges of what is taken back; None when none of them stands.

    A day is named only for a credit that was moved out of the charge's own, closed month.
    """
    standing = [one for one in context.consulted["charges"] if one["status"] == POSTED]
    if not standing:
        return None
    charge, day = standing[-1], to_compact_day(context.posting_on)
    dated = {"creditDate": day} if day > charge["serviceDate"] else {}
    return {
        "chargeId": charge["chargeId"],
        "reason": CREDIT_REASON,
        "creditReference": credit.reference,
        **dated,
    }


def find(service: RenderedService | ClinicService, context: Context) -> Body:
    return find_of(service.reference)


def find_of(reference: str) -> Body:
    return {"sourceReference": reference}


def posting_day(
    service: RenderedService | ClinicService | ServiceCredit, crosswalk: Crosswalk
) -> str:
    """The facility's own day of the service."""
    return service.rendered_on


def ordered(charge: RenderedService | ServiceCredit) -> str:
    """Under which the store keeps the reference of an order's charge."""
    return f"ordered-charge/{charge.order}/{charge.code}"


def remembered(service: RenderedService, answer: Mapping[str, Any]) -> tuple[str, str]:
    return ordered(service), service.reference

"""What must be known before a charge, a credit or a claim's status can be written."""

from __future__ import annotations

from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.gateway.command_kind import Answer, Enquiry
from integration_under_test.reference.mediation.billing import claims, services
from integration_under_test.reference.mediation.canonical.claims import ClaimBatch, ClaimStatus
from integration_under_test.reference.mediation.canonical.services import (
    ClinicService,
    ServiceCredit,
)
from integration_under_test.reference.mediation.clinics import codes


async def codes_of_clinic(service: ClinicService, enquiry: Enquiry) -> Any:
    """Raises NotYet while a clinic has not said what its codes mean."""
    kept = await enquiry.recall(codes.key(service.clinic))
    if kept is None:
        raise NotYet(f"{service.clinic} has not sent its charge code mapping yet")
    return kept


async def charges_of_order(credit: ServiceCredit, enquiry: Enquiry) -> Answer:
    """Raises NotYet while the charge is not posted."""
    reference = await enquiry.recall(services.ordered(credit))
    if reference is None:
        raise NotYet(f"no charge of {credit.code} for order {credit.order} was posted yet")
    return await enquiry.call("billing", "find_charges", services.find_of(reference))


async def rendered_batch(batch: ClaimBatch, enquiry: Enquiry) -> Answer:
    """A batch as one 837."""
    return await enquiry.call("billing", "get_claim_batch", claims.find_batch(batch.number))


async def submissions_of_batch(status: ClaimStatus, enquiry: Enquiry) -> Any:
    """Billing is asked for a batch only that somebody else sent."""
    known = await enquiry.recall(claims.submissions_key(status.batch))
    if known is not None:
        return known
    asked = claims.find_batch(status.batch)
    return claims.submissions(await enquiry.call("billing", "get_claim_batch", asked))

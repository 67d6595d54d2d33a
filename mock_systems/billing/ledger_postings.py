"""What the ledger is told of receivables: one posting for each facility and kind (CR5, UC7).

Amounts are signed as the receivable's figure of that kind: payments and contractual adjustments
reduce it, charges and refunds increase it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_systems.billing import rules
from mock_systems.billing.documents import Facility
from mock_systems.service import Effect, Work


@dataclass(frozen=True, slots=True)
class Source:
    """The document that the ledger will name, with its business day."""

    reference: str
    posted_on: str
    period: str = ""
    """The accounting period; that of the day unless said."""


def post_to_ledger(
    work: Work, source: Source, facility: Facility, amounts: Mapping[str, int]
) -> None:
    """Tells each amount that is not zero, under a reference of its own."""
    period = source.period or rules.period_of(source.posted_on)
    for kind, amount_cents in amounts.items():
        if not amount_cents:
            continue
        reference = f"{source.reference}/{facility.code}/{kind}"
        work.effect(
            Effect(
                kind="billing.receivable_posting",
                key=reference,
                amount_minor=abs(amount_cents),
                facility=facility.code,
                period=period,
                facts={"kind": kind, "source": source.reference, "raises": amount_cents > 0},
            )
        )
        data = {
            "reference": reference,
            "facilityId": facility.facility_id,
            "kind": kind,
            "source": source.reference,
            "amountCents": amount_cents,
            "postedOn": source.posted_on,
            "period": period,
        }
        work.emit("billing.receivable.posted", reference, data)

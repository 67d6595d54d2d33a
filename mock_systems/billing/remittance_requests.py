"""A remittance as it is posted: BPR, TRN, CLP, SVC, CAS, PLB in this vendor's words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mock_systems.billing.wire import Cents, Code, Date, Message, SignedCents

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=10)]


class AdjustmentRequest(Message):
    """One CAS triple."""

    group: Literal["CO", "PR", "OA", "PI"]
    reason: ShortText
    amount_cents: SignedCents


class ServiceLine(Message):
    """SVC of the claim's line: what was billed, what is paid; a takeback's are negative."""

    line: Annotated[int, Field(ge=1, le=10_000)]
    billed_cents: SignedCents
    paid_cents: SignedCents
    adjustments: list[AdjustmentRequest] = Field(default=[], max_length=99)


class ClaimPayment(Message):
    """CLP: status code (CLP02), total billed (CLP03), paid (CLP04), adjustments of the whole
    claim; `lines` may be empty when the payer adjudicated the claim as a whole."""

    claim_id: Code
    status_code: Literal["1", "2", "3", "4", "19", "20", "21", "22"]
    billed_cents: SignedCents
    paid_cents: SignedCents
    adjustments: list[AdjustmentRequest] = Field(default=[], max_length=99)
    lines: list[ServiceLine] = Field(default=[], max_length=10_000)
    payer_control_number: Annotated[str, StringConstraints(max_length=50)] = ""


class ProviderAdjustment(Message):
    """One PLB pair: code FB, WO, L6, 72 and so on; positive amounts reduce the payment."""

    reason: ShortText
    reference: Annotated[str, StringConstraints(max_length=50)] = ""
    amount_cents: SignedCents


class RemittanceRequest(Message):
    """One payment (TRN02 with BPR02) and what it is for; `facilityId` bears the provider's own
    adjustments, by default that of the first claim."""

    payer_id: Code
    trace_number: Code
    payment_cents: Cents
    paid_on: Date
    claims: list[ClaimPayment] = Field(default=[], max_length=10_000)
    provider_adjustments: list[ProviderAdjustment] = Field(default=[], max_length=200)
    facility_id: int = 0


class RemittanceAnswer(Message):
    """What was posted now, what had been posted before."""

    remittance_id: str
    payer_id: str
    trace_number: str
    payment_cents: int
    paid_on: str
    lines_posted: int
    lines_known: int


class FindRemittancesRequest(Message):
    """Which payment."""

    payer_id: Code
    trace_number: Code


class PostingAnswer(Message):
    """A posted line; `occurrence` counts its appearances within the remittance."""

    claim_id: str
    line: int
    occurrence: int
    billed_cents: int
    paid_cents: int
    reversed: bool
    takeback: bool


class StoredRemittance(Message):
    """A remittance as posted."""

    remittance_id: str
    payer_id: str
    trace_number: str
    payment_cents: int
    paid_on: str
    postings: list[PostingAnswer]


class FindRemittancesAnswer(Message):
    """None or one."""

    remittances: list[StoredRemittance]

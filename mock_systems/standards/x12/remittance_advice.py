"""What a payer pays, claim by claim, with the rules by which a remittance balances.

The rules are those of the 835 guide (CR1): a service line's charge less its adjustments is its
payment; a claim's charge less all its adjustments is its payment; the claims' payments less the
provider adjustments are the payment of the whole, which is never negative: what the provider
owes is carried forward by an adjustment FB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.x12.claim_parts import Address, Procedure

REVERSAL = "22"
"""Claim status code (CLP02): takes an earlier payment back, its amounts are negative."""
FORWARD_BALANCE = "FB"
PATIENT = "PR"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """CAS: `group` CO contractual, PR patient, OA other, PI payer; positive reduces payment."""

    group: str
    reason: str
    amount_minor: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class ServicePayment:
    """SVC: a line of the claim under the `control` of its submission.

    A line without a procedure is known by its `revenue_code`.
    """

    charge_minor: int
    paid_minor: int
    served_on: date
    procedure: Procedure | None = None
    revenue_code: str = ""
    units: int = 1
    adjustments: tuple[Adjustment, ...] = ()
    control: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def difference_minor(self) -> int:
        """0 for a line that balances."""
        return self.charge_minor - total_minor(self.adjustments) - self.paid_minor


@dataclass(frozen=True, slots=True)
class ClaimPayment:
    """CLP: `status` 1 paid as primary, 4 denied, 22 reversal; `adjustments` of the whole claim."""

    account: str
    status: str
    charge_minor: int
    paid_minor: int
    filing_code: str
    payer_claim: str
    last_name: str
    first_name: str
    member_id: str
    served: tuple[date, date]
    facility_code: str = "11"
    frequency: str = "1"
    adjustments: tuple[Adjustment, ...] = ()
    services: tuple[ServicePayment, ...] = ()

    @property
    def all_adjustments(self) -> Iterator[Adjustment]:
        yield from self.adjustments
        for service in self.services:
            yield from service.adjustments

    @property
    def patient_minor(self) -> int:
        """CLP05: what is left to the patient."""
        return total_minor(one for one in self.all_adjustments if one.group == PATIENT)

    @property
    def difference_minor(self) -> int:
        """0 for a claim that balances."""
        return self.charge_minor - total_minor(self.all_adjustments) - self.paid_minor


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """PLB: money apart from any claim; positive reduces payment (WO recoups, L6 is interest)."""

    reason: str
    amount_minor: int
    fiscal_year_end: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A routing number with an account."""

    routing: str
    account: str


@dataclass(frozen=True, slots=True)
class Payment:
    """BPR, TRN: `trace` is what the deposit at the bank repeats.

    `method` ACH names both accounts, CHK is a check, NON pays nothing. `payer_id` has ten
    characters: 1, then the payer's tax id.
    """

    trace: str
    amount_minor: int
    paid_on: date
    payer_id: str
    method: str = "ACH"
    origin: BankAccount | None = None
    destination: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """N1 PR with its address and the contact for technical questions."""

    name: str
    address: Address
    contact_name: str
    contact_telephone: str


@dataclass(frozen=True, slots=True)
class Payee:
    """N1 PE: the provider that is paid."""

    name: str
    npi: str


@dataclass(frozen=True, slots=True)
class Remittance:
    """One 835: one payment with all that explains it."""

    payment: Payment
    produced_on: date
    payer: Payer
    payee: Payee
    claims: tuple[ClaimPayment, ...]
    adjustments: tuple[ProviderAdjustment, ...] = ()

    @property
    def difference_minor(self) -> int:
        """0 for a remittance that balances."""
        paid_minor = sum(claim.paid_minor for claim in self.claims)
        held_minor = sum(one.amount_minor for one in self.adjustments)
        return paid_minor - held_minor - self.payment.amount_minor


@dataclass(frozen=True, slots=True)
class Imbalance:
    """Which amount breaks which rule, by how many cents."""

    rule: str
    key: str
    difference_minor: int


def imbalances(remittance: Remittance) -> Iterator[Imbalance]:
    """Every broken rule; none for a remittance that may be sent."""
    for claim in remittance.claims:
        for number, service in enumerate(claim.services, 1):
            if service.difference_minor:
                key = f"{claim.account}/{number}"
                yield Imbalance("SVC02 - CAS = SVC03", key, service.difference_minor)
        if claim.difference_minor:
            yield Imbalance("CLP03 - CAS = CLP04", claim.account, claim.difference_minor)
    trace, amount_minor = remittance.payment.trace, remittance.payment.amount_minor
    if remittance.difference_minor:
        yield Imbalance("CLP04 - PLB = BPR02", trace, remittance.difference_minor)
    if amount_minor < 0:
        yield Imbalance("BPR02 >= 0, else carry forward by PLB FB", trace, amount_minor)


def total_minor(adjustments: Iterable[Adjustment]) -> int:
    return sum(adjustment.amount_minor for adjustment in adjustments)

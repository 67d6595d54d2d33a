"""What payers paid for which claims, and what they did not pay; takebacks are negative."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Why less is paid than was billed: group CO, PR, OA or PI with its reason code."""

    group: str
    reason: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ServicePayment:
    """One line of a claim."""

    line: int
    billed_minor: int
    paid_minor: int
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True, slots=True)
class ClaimPayment:
    """One claim with its status (CLP02: 1 to 3 paid, 4 denied, 22 taken back)."""

    claim: str
    status: str
    billed_minor: int
    paid_minor: int
    control: str
    adjustments: tuple[Adjustment, ...]
    services: tuple[ServicePayment, ...]


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """What a payer keeps of a payment, or adds to it (negative)."""

    reason: str
    reference: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Remittance:
    """One payment under the payer's trace number."""

    payer_tax_number: str
    trace: str
    amount_minor: int
    paid_on: str
    claims: tuple[ClaimPayment, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...]

    @property
    def reference(self) -> str:
        return f"{self.payer_tax_number}/{self.trace}"

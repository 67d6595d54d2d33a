"""An 835 as a payer writes it: one payment to one hospital with all that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from mock_systems.standards.x12.claim_parts import Address, Procedure
from mock_systems.standards.x12.remittance_advice import (
    FORWARD_BALANCE,
    REVERSAL,
    Adjustment,
    BankAccount,
    ClaimPayment,
    Payee,
    Payer,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from sim.world.billing_rows import PAYERS
from sim.world.parties.payers.adjudication import Decided
from sim.world.parties.payers.claims import Claim

PRIMARY, DENIED = "1", "4"
_FILING = {"MA": "MA", "MC": "MC", "BL": "12", "CI": "15"}
"""How the 835 says the kind of insurance (CLP06): 12 preferred provider, 15 indemnity."""
_MASTERS = {payer.payer_id: payer for payer in PAYERS}
_ADDRESS = Address("3 PAYER PLAZA", "HARTFORD", "CT", "061030001")
_FROM = BankAccount("071000013", "1234567")
_TO = BankAccount("071000288", "7654321")


class Advised(NamedTuple):
    """A claim with its decided lines; a takeback mirrors what was decided then."""

    claim: Claim
    lines: tuple[Decided, ...]
    takeback: bool

    @property
    def paid_minor(self) -> int:
        paid = sum(line.paid_minor for line in self.lines)
        return -paid if self.takeback else paid


class Settled(NamedTuple):
    """What a payment comes to: `amount_minor` is paid, `owed_minor` carried to the next one."""

    amount_minor: int
    owed_minor: int
    adjustments: tuple[ProviderAdjustment, ...]


def settle(advised: Iterable[Advised], owed_minor: int, today: date) -> Settled:
    """Deducts what the provider owed from earlier takebacks; never pays less than nothing."""
    year_end = date(today.year, 12, 31)
    net = sum(one.paid_minor for one in advised) - owed_minor
    values = [owed_minor, min(net, 0)]
    adjustments = tuple(
        ProviderAdjustment(FORWARD_BALANCE, minor, year_end) for minor in values if minor
    )
    return Settled(max(net, 0), max(-net, 0), adjustments)


def advise(
    trace: str, payee: Payee, advised: Sequence[Advised], settled: Settled, today: date
) -> Remittance:
    """The remittance; it balances by construction."""
    payer = _MASTERS[advised[0].claim.payer]
    payment = Payment(trace, settled.amount_minor, today, "1" + payer.tax_id, "NON")
    if settled.amount_minor:
        payment = Payment(trace, settled.amount_minor, today, "1" + payer.tax_id, "ACH", _FROM, _TO)
    return Remittance(
        payment,
        today,
        Payer(payer.name, _ADDRESS, "EDI SUPPORT", "8005550100"),
        payee,
        tuple(_claim(one, _FILING[payer.filing_code]) for one in advised),
        settled.adjustments,
    )


def _claim(advised: Advised, filing_code: str) -> ClaimPayment:
    claim, sign = advised.claim, -1 if advised.takeback else 1
    status = DENIED if all(line.denied for line in advised.lines) else PRIMARY
    return ClaimPayment(
        claim.account,
        REVERSAL if advised.takeback else status,
        sign * claim.charge_minor,
        advised.paid_minor,
        filing_code,
        claim.control,
        "PSEUDO",
        claim.first_name,
        claim.member_id,
        claim.served,
        claim.facility_code,
        services=tuple(_service(line, sign) for line in advised.lines),
    )


def _service(decided: Decided, sign: int) -> ServicePayment:
    line = decided.line
    return ServicePayment(
        sign * line.charge_minor,
        sign * decided.paid_minor,
        line.served_on,
        Procedure(line.procedure) if line.procedure else None,
        line.revenue_code,
        line.units,
        tuple(
            Adjustment(one.group, one.reason, sign * one.amount_minor)
            for one in decided.adjustments
        ),
        str(line.number),
    )

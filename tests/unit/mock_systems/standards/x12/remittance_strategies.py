"""Remittances that balance, as varied as their models allow."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from mock_systems.standards.x12.remittance_advice import (
    FORWARD_BALANCE,
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
from tests.unit.mock_systems.standards.x12.claim_strategies import procedures
from tests.unit.mock_systems.standards.x12.health_samples import HOSPITAL_ADDRESS
from tests.unit.mock_systems.standards.x12.strategies import (
    charges,
    dates,
    digits,
    maybe,
    npis,
    or_empty,
    quantities,
    ranges,
    words,
)

adjustments = st.lists(
    st.builds(
        Adjustment,
        st.sampled_from(("CO", "OA", "PI", "PR")),
        st.sampled_from(("45", "97", "1", "2")),
        st.integers(-99_999, 99_999),
        maybe(st.integers(1, 9)),
    ),
    max_size=14,
).map(tuple)


def _total_minor(found: tuple[Adjustment, ...]) -> int:
    return sum(one.amount_minor for one in found)


@st.composite
def services(draw: st.DrawFn) -> ServicePayment:
    charge_minor, found = draw(charges), draw(adjustments)
    return ServicePayment(
        charge_minor,
        charge_minor - _total_minor(found),
        draw(dates),
        draw(maybe(procedures)),
        draw(st.sampled_from(("0120", "0278"))),
        draw(quantities),
        found,
        draw(or_empty(words(30))),
        draw(st.lists(st.sampled_from(("N130", "M15")), max_size=2).map(tuple)),
    )


@st.composite
def claim_payments(draw: st.DrawFn) -> ClaimPayment:
    lines, found = draw(st.lists(services(), max_size=2).map(tuple)), draw(adjustments)
    charge_minor = draw(st.integers(-9_999_999, 9_999_999))
    adjusted_minor = _total_minor(found) + sum(_total_minor(one.adjustments) for one in lines)
    return ClaimPayment(
        draw(words(38)),
        draw(st.sampled_from(("1", "2", "4", "22"))),
        charge_minor,
        charge_minor - adjusted_minor,
        draw(st.sampled_from(("12", "MA", "MC"))),
        draw(words(30)),
        draw(words(60)),
        draw(or_empty(words(35))),
        draw(words(20, 2)),
        draw(ranges),
        draw(st.sampled_from(("11", "13"))),
        draw(st.sampled_from("178")),
        found,
        lines,
    )


def provider_adjustments(
    most: int, year_ends: tuple[date, ...]
) -> st.SearchStrategy[list[ProviderAdjustment]]:
    one = st.builds(
        ProviderAdjustment,
        st.sampled_from(("WO", "L6", "72")),
        st.integers(-99_999, 99_999),
        st.sampled_from(year_ends),
        or_empty(words(30)),
    )
    return st.lists(one, max_size=most)


ONE_PLB = provider_adjustments(5, (date(2026, 12, 31),))
"""pyx12 counts a second PLB as a second footer and refuses it, though PLB may repeat."""
SEVERAL_PLB = provider_adjustments(14, (date(2025, 12, 31), date(2026, 12, 31)))


@st.composite
def remittances(
    draw: st.DrawFn, adjusted: st.SearchStrategy[list[ProviderAdjustment]] = ONE_PLB
) -> Remittance:
    claims = draw(st.lists(claim_payments(), max_size=3).map(tuple))
    held = draw(adjusted)
    total_minor = sum(one.paid_minor for one in claims) - sum(one.amount_minor for one in held)
    if total_minor < 0:
        held.append(ProviderAdjustment(FORWARD_BALANCE, total_minor, date(2026, 12, 31)))
        total_minor = 0
    return Remittance(
        _payment(draw, total_minor),
        draw(dates),
        Payer(draw(words(60)), HOSPITAL_ADDRESS, draw(words(60)), draw(digits(10))),
        Payee(draw(words(60)), draw(npis)),
        claims,
        tuple(held),
    )


def _payment(draw: st.DrawFn, amount_minor: int) -> Payment:
    method = draw(st.sampled_from(("ACH", "CHK"))) if amount_minor else "NON"
    banks: tuple[BankAccount | None, BankAccount | None] = (None, None)
    if method == "ACH":
        banks = (BankAccount("071000013", "1"), BankAccount("071000288", draw(digits(9))))
    trace, payer_id = draw(words(30)), "1" + draw(digits(9))
    return Payment(trace, amount_minor, draw(dates), payer_id, method, *banks)

"""A remittance that does not balance is not built; each broken rule is named (CR1, CR6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mock_systems.standards.x12 import remittance
from mock_systems.standards.x12.remittance import Unbalanced
from mock_systems.standards.x12.remittance_advice import (
    ProviderAdjustment,
    Remittance,
    imbalances,
)
from tests.unit.mock_systems.standards.x12.health_samples import REMITTANCE
from tests.unit.mock_systems.standards.x12.referee import map_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE

CLAIM = REMITTANCE.claims[0]
YEAR_END = date(2026, 12, 31)


def with_payment(amount_minor: int, document: Remittance = REMITTANCE) -> Remittance:
    return replace(document, payment=replace(document.payment, amount_minor=amount_minor))


def test_the_sample_balances() -> None:
    assert list(imbalances(REMITTANCE)) == []


def test_a_cent_too_much_on_a_service_line_breaks_the_line_alone() -> None:
    service = replace(CLAIM.services[1], paid_minor=CLAIM.services[1].paid_minor + 1)
    wrong = replace(CLAIM, services=(CLAIM.services[0], service))
    [found] = imbalances(replace(REMITTANCE, claims=(wrong, *REMITTANCE.claims[1:])))
    assert (found.rule[:5], found.key, found.difference_minor) == ("SVC02", "ENC-0001/2", -1)


def test_a_cent_too_much_on_a_claim_breaks_claim_and_payment() -> None:
    wrong = replace(CLAIM, paid_minor=CLAIM.paid_minor + 1)
    found = list(imbalances(replace(REMITTANCE, claims=(wrong, *REMITTANCE.claims[1:]))))
    assert [(one.rule[:5], one.difference_minor) for one in found] == [("CLP03", -1), ("CLP04", 1)]


def test_errors_that_cancel_out_are_both_found() -> None:
    """Net totals would hide them."""
    more = replace(CLAIM, paid_minor=CLAIM.paid_minor + 500)
    less = replace(REMITTANCE.claims[2], paid_minor=REMITTANCE.claims[2].paid_minor - 500)
    found = list(imbalances(replace(REMITTANCE, claims=(more, REMITTANCE.claims[1], less))))
    assert [one.key for one in found] == ["ENC-0001", "ENC-0000"]


@pytest.mark.parametrize("amount_minor", [499_999, 500_001])
def test_a_payment_that_its_claims_do_not_explain_is_not_built(amount_minor: int) -> None:
    with pytest.raises(Unbalanced, match=r"CLP04 - PLB = BPR02 is off by -?1 cents at EFT000991"):
        remittance.build(with_payment(amount_minor), ENVELOPE)


def test_a_negative_payment_is_refused_with_the_remedy() -> None:
    held = ProviderAdjustment("WO", 600_000, YEAR_END)
    document = replace(REMITTANCE, adjustments=(*REMITTANCE.adjustments, held))
    with pytest.raises(Unbalanced, match="carry forward by PLB FB"):
        remittance.build(with_payment(-100_000, document), ENVELOPE)


def test_what_is_owed_beyond_the_payment_is_carried_forward() -> None:
    held = ProviderAdjustment("WO", 600_000, YEAR_END)
    forward = ProviderAdjustment("FB", -100_000, YEAR_END)
    payment = replace(
        REMITTANCE.payment, amount_minor=0, method="NON", origin=None, destination=None
    )
    document = replace(REMITTANCE, payment=payment, adjustments=(held, forward))
    text = remittance.build(document, ENVELOPE)
    assert "~BPR*H*0*C*NON*" in text
    assert remittance.read(text) == [document]
    assert map_errors(text) == []


@pytest.mark.parametrize(
    "change", [{"method": "NON"}, {"method": "CHK"}, {"origin": None}, {"payer_id": "1"}]
)
def test_a_payment_that_contradicts_itself_is_not_built(change: dict[str, object]) -> None:
    payment = replace(REMITTANCE.payment, **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"."):
        remittance.build(replace(REMITTANCE, payment=payment), ENVELOPE)


def test_a_reversal_takes_back_what_was_paid() -> None:
    reversal = REMITTANCE.claims[2]
    assert (reversal.status, reversal.paid_minor, reversal.difference_minor) == ("22", -20_000, 0)

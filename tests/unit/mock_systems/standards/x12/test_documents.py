"""What a builder refuses to send, and what the wire says of the finer points."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_systems.standards.x12 import (
    claim_institutional,
    claim_professional,
    invoice,
    order,
    order_ack,
    ship_notice,
)
from mock_systems.standards.x12.claim_parts import Procedure
from mock_systems.standards.x12.order_ack import LINE_STATUSES, LineStatus, OrderAcknowledgement
from mock_systems.standards.x12.parties import Place
from mock_systems.standards.x12.products import Product
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.health_samples import CLAIMS_I, CLAIMS_P
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE
from tests.unit.mock_systems.standards.x12.supply_samples import (
    DAY,
    INVOICE,
    ORDER,
    ORDER_ACK,
    SCREWS,
    SHIP_NOTICE,
)


@pytest.mark.parametrize(
    "change",
    [
        {"ship_to": Place("DOCK", "0614141000037")},
        {"lines": ()},
        {"number": ""},
        {"number": "P" * 23},
        {"number": " PO1"},
        {"kind": "XX"},
        {"lines": (replace(SCREWS, unit="CS"),)},
        {"lines": (replace(SCREWS, product=Product()),)},
        {"lines": (replace(SCREWS, product=Product(gtin="10614141000416")),)},
        {"lines": (replace(SCREWS, product=Product(ndc="1234")),)},
        {"lines": (replace(SCREWS, description="tab\there"),)},
    ],
)
def test_an_order_that_its_reader_would_refuse_is_not_built(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        order.build(replace(ORDER, **change), ENVELOPE)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", LINE_STATUSES)
def test_every_line_status_of_the_list_can_be_sent(status: str) -> None:
    line = replace(ORDER_ACK.lines[0], statuses=(LineStatus(status, 10, "BX"),))
    document = replace(ORDER_ACK, lines=(line,))
    text = order_ack.build(document, ENVELOPE)
    assert order_ack.read(text) == [document]
    assert body_errors(text) == []


def test_an_order_may_be_rejected_without_detail() -> None:
    document = OrderAcknowledgement("PO1", "RJ", (), DAY)
    text = order_ack.build(document, ENVELOPE)
    assert order_ack.read(text) == [document]
    assert "CTT" not in text
    assert body_errors(text) == []


def test_the_total_of_an_invoice_has_two_implied_decimals() -> None:
    assert "TDS*137745~" in invoice.build(INVOICE, ENVELOPE)
    assert INVOICE.lines_and_freight_minor == INVOICE.total_minor


def test_an_invoice_with_a_wrong_total_is_well_formed_and_left_to_accounts_payable() -> None:
    wrong = replace(INVOICE, total_minor=INVOICE.total_minor + 1)
    assert invoice.read(invoice.build(wrong, ENVELOPE)) == [wrong]


def test_two_lots_of_one_line_are_two_items() -> None:
    text = ship_notice.build(SHIP_NOTICE, ENVELOPE)
    assert text.count("LIN*1*") == 2
    assert "LT*L2401" in text
    assert "LT*L2402" in text


def test_the_charge_of_a_claim_is_the_sum_of_its_lines() -> None:
    assert "CLM*ENC-0001*7600.05*" in claim_institutional.build(CLAIMS_I, ENVELOPE)


def test_more_modifiers_or_diagnoses_than_fit_are_not_sent() -> None:
    claim = CLAIMS_I.claims[0]
    line = replace(claim.lines[0], procedure=Procedure("C1713", ("25",) * 5))
    for wrong in (replace(claim, lines=(line,)), replace(claim, other_diagnoses=("I10",) * 25)):
        with pytest.raises(ValueError, match="at most"):
            claim_institutional.build(replace(CLAIMS_I, claims=(wrong,)), ENVELOPE)


@pytest.mark.parametrize("pointers", [(), (0,), (3,), (1, 1, 1, 1, 1)])
def test_a_line_points_to_one_to_four_diagnoses_of_its_claim(pointers: tuple[int, ...]) -> None:
    claim = CLAIMS_P.claims[0]
    wrong = replace(claim, lines=(replace(claim.lines[0], diagnoses=pointers),))
    with pytest.raises(ValueError, match="diagnoses"):
        claim_professional.build(replace(CLAIMS_P, claims=(wrong,)), ENVELOPE)

"""What is built is read back as it was, and the independent judges find nothing wrong with it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.x12 import (
    SETS,
    acknowledgement,
    claim_institutional,
    claim_professional,
    claim_status,
    invoice,
    order,
    order_ack,
    receive,
    remittance,
    ship_notice,
)
from tests.unit.mock_systems.standards.x12 import (
    claim_strategies,
    remittance_strategies,
    supply_strategies,
)
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE, EVERY, HEALTH, SUPPLY

EXAMPLES = settings(max_examples=25, deadline=None)


def check_supply(module: ModuleType, document: Any) -> None:
    text = module.build(document, ENVELOPE)
    assert receive(text).documents == (document,)
    assert envelope_errors(text) == []
    assert body_errors(text) == []


def check_health(module: ModuleType, document: Any) -> None:
    text = module.build(document, ENVELOPE)
    assert receive(text).documents == (document,)
    assert envelope_errors(text) == []
    assert map_errors(text) == []


@given(supply_strategies.orders)
@EXAMPLES
def test_an_order_survives_the_wire(document: Any) -> None:
    check_supply(order, document)


@given(supply_strategies.order_acks)
@EXAMPLES
def test_an_order_acknowledgement_survives_the_wire(document: Any) -> None:
    check_supply(order_ack, document)


@given(supply_strategies.ship_notices)
@EXAMPLES
def test_a_ship_notice_survives_the_wire(document: Any) -> None:
    check_supply(ship_notice, document)


@given(supply_strategies.invoices)
@EXAMPLES
def test_an_invoice_survives_the_wire(document: Any) -> None:
    check_supply(invoice, document)


@given(supply_strategies.acknowledgements("PO", "850", ""))
@EXAMPLES
def test_a_997_survives_the_wire(document: Any) -> None:
    check_supply(acknowledgement, document)


@given(supply_strategies.acknowledgements("HC", "837", "005010X223A2"))
@EXAMPLES
def test_a_999_survives_the_wire(document: Any) -> None:
    check_health(acknowledgement, document)


@given(claim_strategies.claims_i)
@EXAMPLES
def test_institutional_claims_survive_the_wire(document: Any) -> None:
    check_health(claim_institutional, document)


@given(claim_strategies.claims_p)
@EXAMPLES
def test_professional_claims_survive_the_wire(document: Any) -> None:
    check_health(claim_professional, document)


@given(claim_strategies.status_reports)
@EXAMPLES
def test_a_claim_status_report_survives_the_wire(document: Any) -> None:
    check_health(claim_status, document)


@given(remittance_strategies.remittances())
@EXAMPLES
def test_a_remittance_survives_the_wire(document: Any) -> None:
    check_health(remittance, document)


@given(remittance_strategies.remittances(remittance_strategies.SEVERAL_PLB))
@EXAMPLES
def test_provider_adjustments_fill_as_many_segments_as_they_need(document: Any) -> None:
    text = remittance.build(document, ENVELOPE)
    assert receive(text).documents == (document,)
    assert envelope_errors(text) == []


@pytest.mark.parametrize("name", SUPPLY)
def test_the_sample_of_each_supply_set_is_sound(name: str) -> None:
    check_supply(*SUPPLY[name])


@pytest.mark.parametrize("name", HEALTH)
def test_the_sample_of_each_health_set_is_sound(name: str) -> None:
    check_health(*HEALTH[name])


@pytest.mark.parametrize("name", [name for name in EVERY if name not in {"997", "999"}])
def test_each_module_reads_its_own_set_and_no_other(name: str) -> None:
    module, document = EVERY[name]
    text = module.build(document, ENVELOPE)
    assert module.read(text) == [document]
    others = [other for other, _ in EVERY.values() if hasattr(other, "read") and other != module]
    assert all(other.read(text) == [] for other in others)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_several_documents_travel_in_one_interchange(data: st.DataObject) -> None:
    documents = tuple(data.draw(st.lists(supply_strategies.orders, min_size=1, max_size=4)))
    text = order.ORDER.build(documents, ENVELOPE)
    assert receive(text).documents == documents
    assert envelope_errors(text) == [] == body_errors(text)


def test_every_set_has_a_sample() -> None:
    assert len(SETS) == len(EVERY)


@pytest.mark.parametrize("name", [name for name in HEALTH if name != "999"])
def test_the_maps_notice_a_missing_segment(name: str) -> None:
    module, document = HEALTH[name]
    header, *rest = module.build(document, ENVELOPE).split("~NM1*", 1)
    without = header + "~" + rest[0].split("~", 1)[1]
    assert map_errors(without)


@pytest.mark.parametrize("name", SUPPLY)
def test_the_grammar_notices_a_missing_segment(name: str) -> None:
    module, document = SUPPLY[name]
    text = module.build(document, ENVELOPE)
    first = text.split("~")[3]
    assert body_errors(text.replace(first + "~", "", 1))

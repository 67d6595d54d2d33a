"""Who is told what: 997 to suppliers, 999 to payers, TA1 on request, nothing to a 997."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mock_systems.standards.x12 import acknowledge, order, receive, remittance
from mock_systems.standards.x12.envelope import Envelope
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.health_samples import REMITTANCE
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE, GROUP, HEALTH, SUPPLIER, SUPPLY
from tests.unit.mock_systems.standards.x12.supply_samples import ORDER


@pytest.mark.parametrize("name", [name for name in SUPPLY if name != "997"])
def test_a_sound_supply_document_gets_a_997_that_accepts_it(name: str) -> None:
    module, document = SUPPLY[name]
    told = acknowledge(module.build(document, ENVELOPE))
    assert told.accepted
    assert told.reasons == ()
    assert envelope_errors(told.text) == [] == body_errors(told.text)
    [found] = receive(told.text).documents
    assert (found.status, found.accepted, found.control_number) == ("A", 1, 42)


@pytest.mark.parametrize("name", [name for name in HEALTH if name != "999"])
def test_a_sound_health_document_gets_a_999_that_accepts_it(name: str) -> None:
    module, document = HEALTH[name]
    told = acknowledge(module.build(document, ENVELOPE))
    assert told.accepted
    assert map_errors(told.text) == []
    [found] = receive(told.text).documents
    assert (found.status, found.sets[0].status, found.version[:6]) == ("A", "A", "005010")


@pytest.mark.parametrize("name", ["997", "999"])
def test_an_acknowledgement_is_not_acknowledged(name: str) -> None:
    module, document = {**SUPPLY, **HEALTH}[name]
    assert acknowledge(module.build(document, ENVELOPE)).text == ""
    broken = acknowledge(module.build(document, ENVELOPE).replace("AK9*", "AK8*"))
    assert (broken.text, broken.accepted) == ("", False)


def test_the_answer_goes_back_to_the_sender() -> None:
    told = receive(acknowledge(order.build(ORDER, ENVELOPE)).text).header
    assert told is not None
    assert (told.envelope.sender, told.envelope.receiver) == (SUPPLIER, GROUP)


def test_the_answer_bears_the_number_and_time_of_the_envelope_that_it_is_given() -> None:
    back = Envelope(SUPPLIER, GROUP, datetime(2026, 1, 6, 8, 30, tzinfo=UTC), 7)
    told = receive(acknowledge(order.build(ORDER, ENVELOPE), back).text).header
    assert told is not None
    assert told.envelope == back


@pytest.mark.parametrize(
    "text", [order.build(ORDER, ENVELOPE), remittance.build(REMITTANCE, ENVELOPE)]
)
def test_isa14_asks_for_a_ta1_in_front(text: str) -> None:
    asked = text[:100] + "1" + text[101:]
    received = receive(acknowledge(asked.replace("*0*P*", "*1*P*")).text)
    [ta1] = received.answers
    assert (ta1.status, ta1.note, ta1.control_number) == ("A", "000", 42)
    assert len(received.documents) == 1
    assert envelope_errors(acknowledge(asked).text) == []


def test_a_text_of_two_groups_gets_an_answer_for_each() -> None:
    text = order.build(ORDER, ENVELOPE)
    group = text[106 : text.index("IEA*")]
    second = group.replace("*42*X*", "*43*X*").replace("GE*1*42", "GE*1*43")
    received = receive(text.replace("IEA*1*", second + "IEA*2*"))
    assert received.documents == (ORDER, ORDER)
    found = receive(received.acknowledgement.text).documents
    assert [one.control_number for one in found] == [42, 43]


def test_a_group_that_repeats_its_number_is_refused() -> None:
    text = order.build(ORDER, ENVELOPE)
    group = text[106 : text.index("IEA*")]
    received = receive(text.replace("IEA*1*", group + "IEA*2*"))
    assert received.documents == (ORDER,)
    assert not received.acknowledgement.accepted


def test_a_test_interchange_is_answered_as_one() -> None:
    told = receive(acknowledge(order.build(ORDER, replace(ENVELOPE, usage="T"))).text)
    assert told.header is not None
    assert told.header.envelope.usage == "T"

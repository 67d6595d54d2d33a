"""ISA has 106 characters, trailers count, numbers rise for each pair of partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.standards.x12 import order, receive, remittance
from mock_systems.standards.x12.envelope import (
    CONTROL_NUMBER_MAX,
    ControlNumbers,
    Delimiters,
    Envelope,
    Partner,
)
from tests.unit.mock_systems.standards.x12.health_samples import REMITTANCE
from tests.unit.mock_systems.standards.x12.referee import envelope_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE, EVERY, GROUP, SUPPLIER
from tests.unit.mock_systems.standards.x12.supply_samples import ORDER

UNUSUAL = Delimiters("|", ">", "\n", "!")
CREATED = datetime(2026, 1, 5, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", EVERY)
def test_isa_is_106_characters_wide_with_its_terminator(name: str) -> None:
    module, document = EVERY[name]
    assert module.build(document, ENVELOPE).index("~GS*") == 105


def test_isa11_is_u_in_00401_and_the_repetition_separator_in_00501() -> None:
    assert "*U*00401*" in order.build(ORDER, ENVELOPE)
    assert "*^*00501*" in remittance.build(REMITTANCE, ENVELOPE)


@pytest.mark.parametrize("name", EVERY)
def test_the_reader_takes_the_delimiters_from_isa(name: str) -> None:
    module, document = EVERY[name]
    text = module.build(document, replace(ENVELOPE, delimiters=UNUSUAL))
    assert "*" not in text
    assert receive(text).documents == (document,)
    assert envelope_errors(text) == []


def test_line_ends_after_the_terminators_change_nothing() -> None:
    text = order.build(ORDER, ENVELOPE)
    assert order.read(text.replace("~", "~\r\n")) == [ORDER]


def test_trailing_spaces_and_leading_zeros_of_others_are_understood() -> None:
    text = order.build(ORDER, ENVELOPE).replace("*10*BX*12.5*", "*010.0*BX*12.50*")
    assert order.read(text.replace("GLOVE EXAM NITRILE M~", "GLOVE EXAM NITRILE M  ~")) == [ORDER]


@pytest.mark.parametrize("delimiter", "*:~")
def test_data_that_contains_a_delimiter_is_not_sent(delimiter: str) -> None:
    with pytest.raises(ValueError, match="delimiter"):
        order.build(replace(ORDER, contract=f"GPO{delimiter}1"), ENVELOPE)


def test_the_repetition_separator_is_reserved_in_00501_alone() -> None:
    document = replace(ORDER, contract="GPO^1")
    assert order.read(order.build(document, ENVELOPE)) == [document]
    first, *others = REMITTANCE.claims
    claims = (replace(first, last_name="O^HARA"), *others)
    with pytest.raises(ValueError, match="delimiter"):
        remittance.build(replace(REMITTANCE, claims=claims), ENVELOPE)


def test_an_interchange_without_documents_is_not_built() -> None:
    with pytest.raises(ValueError, match="at least one"):
        order.ORDER.build((), ENVELOPE)


def test_control_numbers_are_dense_for_each_pair_of_partners() -> None:
    numbers, other = ControlNumbers(), Partner("OTHER")
    taken = [
        numbers.envelope(GROUP, receiver, CREATED).control_number
        for receiver in (SUPPLIER, SUPPLIER, other, SUPPLIER)
    ]
    back = numbers.envelope(SUPPLIER, GROUP, CREATED).control_number
    assert (taken, back) == ([1, 2, 1, 3], 1)


@given(st.integers(0, CONTROL_NUMBER_MAX), st.sampled_from("PT"), st.booleans())
def test_the_header_is_read_as_it_was_written(number: int, usage: str, asked: bool) -> None:
    envelope = Envelope(GROUP, SUPPLIER, CREATED, number, usage, asked)
    header = receive(order.build(ORDER, envelope)).header
    assert header is not None
    assert header.envelope == envelope


@pytest.mark.parametrize(
    ("identifier", "qualifier"), [("A", "ZZ"), ("A" * 16, "ZZ"), ("A B", "ZZ"), ("ACME", "99")]
)
def test_a_partner_that_isa_cannot_name_is_refused(identifier: str, qualifier: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Partner(identifier, qualifier)


@pytest.mark.parametrize("delimiters", ["**~^", "A:~^", "*:~ ", "*.~^"])
def test_delimiters_that_look_like_data_or_each_other_are_refused(delimiters: str) -> None:
    with pytest.raises(ValueError, match="delimiters"):
        Delimiters(*delimiters)


@pytest.mark.parametrize(("number", "usage"), [(-1, "P"), (10**9, "P"), (1, "X")])
def test_an_envelope_outside_its_fields_is_refused(number: int, usage: str) -> None:
    with pytest.raises(ValueError, match="control number"):
        Envelope(GROUP, SUPPLIER, CREATED, number, usage)

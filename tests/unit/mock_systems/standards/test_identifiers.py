"""Check digits against published numbers, forms against their nearest impostors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.identifiers import (
    aba_check_digit,
    gs1_check_digit,
    is_aba_routing_number,
    is_ein,
    is_gln,
    is_gtin,
    is_hcpcs_level_ii,
    is_ndc11,
    is_npi,
    is_sscc,
    is_unspsc,
    ndc11,
    npi_from,
)


def test_published_gs1_numbers_are_accepted() -> None:
    assert is_gtin("96385074")  # GS1's GTIN-8 example
    assert is_gtin("4006381333931")
    assert is_gtin("10614141000415")
    assert is_gln("0614141000036")
    assert is_sscc("106141412345678908")  # EPC Tag Data Standard


def test_the_cms_example_npi_is_built_and_accepted() -> None:
    assert npi_from("123456789") == "1234567893"
    assert is_npi("1234567893")


@given(st.text("0123456789", min_size=1, max_size=17), st.integers(0, 17), st.integers(1, 9))
@settings(max_examples=40)
def test_gs1_check_digit_notices_every_single_wrong_digit(
    payload: str, place: int, change: int
) -> None:
    place %= len(payload)
    wrong_digit = str((int(payload[place]) + change) % 10)
    wrong = payload[:place] + wrong_digit + payload[place + 1 :]
    assert gs1_check_digit(wrong) != gs1_check_digit(payload)


@given(st.integers(100_000_000, 299_999_999), st.integers(1, 8), st.integers(1, 9))
@settings(max_examples=40)
def test_npi_check_digit_notices_every_single_wrong_digit(
    nine: int, place: int, change: int
) -> None:
    npi = npi_from(str(nine))
    assert is_npi(npi)
    wrong_digit = str((int(npi[place]) + change) % 10)
    assert not is_npi(npi[:place] + wrong_digit + npi[place + 1 :])


@pytest.mark.parametrize("npi", ["3234567893", "123456789", "12345678933", "123456789X", ""])
def test_npi_of_wrong_form_is_refused(npi: str) -> None:
    assert not is_npi(npi)


@pytest.mark.parametrize("nine", ["323456789", "12345678", "12345678a", ""])
def test_npi_is_built_from_nine_digits_only(nine: str) -> None:
    with pytest.raises(ValueError, match=r"digits"):
        npi_from(nine)


@pytest.mark.parametrize("text", ["", "٣", "12 4", "-1", "1.0"])
def test_check_digit_of_anything_but_ascii_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII digits"):
        gs1_check_digit(text)


@pytest.mark.parametrize(
    ("fda", "billing"),
    [
        ("1234-5678-90", "01234567890"),
        ("12345-678-90", "12345067890"),
        ("12345-6789-0", "12345678900"),
    ],
)
def test_ndc_pads_the_short_segment(fda: str, billing: str) -> None:
    assert ndc11(fda) == billing
    assert is_ndc11(billing)


@pytest.mark.parametrize(
    "ndc", ["1234567890", "12345-6789-01", "1234-567-890", "1234-5678-9x", "12345--67890", ""]
)
def test_ndc_without_a_known_form_is_refused(ndc: str) -> None:
    with pytest.raises(ValueError, match="4-4-2, 5-3-2 or 5-4-1"):
        ndc11(ndc)


def test_forms_without_check_digit() -> None:
    assert is_ein("12-3456789")
    assert not is_ein("123456789")
    assert is_hcpcs_level_ii("C1713")
    assert not any(map(is_hcpcs_level_ii, ("W1713", "c1713", "C171", "17130")))
    assert is_unspsc("42295107")
    assert is_unspsc("4229510714")
    assert not any(map(is_unspsc, ("4229510", "422951071", "00000000")))
    assert not any(map(is_ndc11, ("1234567890", "12345-6789-0")))


@pytest.mark.parametrize("wrong", ["", "0614141000037", "061414100003", "061414100003٦"])
def test_gln_with_a_wrong_check_digit_or_length_is_refused(wrong: str) -> None:
    assert not is_gln(wrong)


def test_routing_numbers_of_real_banks_are_right() -> None:
    assert is_aba_routing_number("231380104")
    assert is_aba_routing_number("061036000")
    assert not any(map(is_aba_routing_number, ("231380105", "23138010", "23138010x", "")))
    with pytest.raises(ValueError, match="eight digits"):
        aba_check_digit("2313801")

"""UDI element strings against published labels, biip's own reading, and round trips."""

from __future__ import annotations

from datetime import date

import biip
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.gs1 import (
    Udi,
    as_gtin14,
    build_elements,
    build_udi,
    check_udi,
    gs1_date,
    gs1_date_text,
    read_elements,
    read_udi,
    udi_label,
)
from mock_systems.standards.identifiers import gs1_check_digit

SCREW = Udi("10614141000415", date(2028, 12, 31), lot="L2401", serial="S-1")
SCANNED = "01106141410004151728123110L2401\x1d21S-1"

marks = st.text("ABCXYZabc0123456789-/.", max_size=20)
udis = st.builds(
    Udi,
    st.integers(10**12, 10**13 - 1).map(lambda n: f"{n}{gs1_check_digit(str(n))}"),
    st.none() | st.dates(date(1980, 1, 1), date(2070, 12, 31)),
    marks,
    marks,
).map(lambda udi: Udi(udi.device.zfill(14), udi.expires_on, udi.lot, udi.serial))


def test_the_scanned_form_separates_the_lot_from_the_serial() -> None:
    assert build_udi(SCREW) == SCANNED
    assert udi_label(SCREW) == "(01)10614141000415(17)281231(10)L2401(21)S-1"


def test_the_fda_example_is_read() -> None:
    label = "(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234"
    assert read_udi(label) == Udi("51022222233336", date(2015, 7, 7), "A213B1", "1234")


@pytest.mark.parametrize("prefix", ["", "]C1", "]d2", "]Q3", "\x1d", "]d2\x1d"])
def test_what_scanners_put_in_front_does_not_matter(prefix: str) -> None:
    assert read_udi(prefix + SCANNED) == SCREW


@given(udis)
@settings(max_examples=40)
def test_both_forms_survive_a_round_trip(udi: Udi) -> None:
    assert read_udi(build_udi(udi)) == udi
    assert read_udi(udi_label(udi)) == udi


@given(udis)
@settings(max_examples=20)
def test_biip_reads_what_is_built(udi: Udi) -> None:
    message = biip.parse(build_udi(udi)).gs1_message
    assert message is not None
    found = {one.ai.ai: one for one in message.element_strings}
    assert found["01"].gtin_error is None
    assert found["01"].value == udi.device
    values = {ai: one.value for ai, one in found.items() if ai in {"10", "21"}}
    assert values == {ai: v for ai, v in (("10", udi.lot), ("21", udi.serial)) if v}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "AI 01"),
        ("10L2401", "AI 01"),
        ("0110614141000416", "check digit"),
        ("011061414100041", "match"),
        ("01106141410004151728133110L", "match"),
        ("011061414100041517260230", "260230"),
        ("0110614141000415" * 2, "twice"),
        ("0110614141000415" + "10" + "L" * 21, "GS1"),
        ("(01)10614141000415(99999)x", "99999"),
        ("not a bar code", "GS1"),
    ],
)
def test_what_is_no_udi_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_udi(text)


def test_identifiers_of_other_agencies_pass_unread() -> None:
    assert check_udi("+H123PARTNO1234567890120/$$420020216LOT123456789012345") != ""
    assert check_udi(SCANNED) == SCANNED
    with pytest.raises(ValueError, match="check digit"):
        check_udi("0110614141000416")


def test_day_zero_is_the_last_of_the_month() -> None:
    assert gs1_date("280200") == date(2028, 2, 29)
    assert gs1_date("270200") == date(2027, 2, 28)
    assert gs1_date_text(date(2028, 2, 29), month_only=True) == "280200"
    label = "(01)10614141000415(17)280200"
    udi = read_udi(label)
    assert udi == Udi("10614141000415", date(2028, 2, 29), expires_in_month=True)
    assert udi_label(udi) == label


def test_two_digit_years_follow_the_year_of_reference_not_the_clock() -> None:
    assert [gs1_date(f"{yy}0101").year for yy in ("76", "77", "00", "26")] == [
        2076,
        1977,
        2000,
        2026,
    ]
    assert gs1_date("100101", reference_year=2070).year == 2110


@pytest.mark.parametrize("text", ["261301", "260001", "260230", "26010", "2601011", "26٠101"])
def test_dates_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="GS1 date"):
        gs1_date(text)


def test_shorter_gtins_are_filled_with_zeros() -> None:
    assert as_gtin14("96385074") == "00000096385074"
    assert as_gtin14("4006381333931") == "04006381333931"
    with pytest.raises(ValueError, match="GTIN"):
        as_gtin14("4006381333932")


def test_places_or_pallets_are_element_strings_too() -> None:
    pairs = [("414", "0614141000036"), ("00", "106141412345678908"), ("37", "12")]
    assert list(read_elements(build_elements(pairs)).items()) == pairs
    with pytest.raises(ValueError, match="414"):
        build_elements([("414", "0614141000037")])


@pytest.mark.parametrize("udi", [Udi("1"), Udi(SCREW.device, lot="L" * 21), Udi("", lot="ä")])
def test_a_label_that_no_scanner_would_read_cannot_be_made(udi: Udi) -> None:
    with pytest.raises(ValueError, match="GS1"):
        build_udi(udi)

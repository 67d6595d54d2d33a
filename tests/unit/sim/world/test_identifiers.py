"""Check digits against published numbers."""

from __future__ import annotations

from sim.world.identifiers import employer_number, gln, gs1_check_digit, gtin14


def test_gs1_check_digits_agree_with_published_numbers() -> None:
    assert gs1_check_digit("1061414100041") == "5"
    assert gs1_check_digit("400638133393") == "1"


def test_generated_numbers_carry_their_check_digit() -> None:
    for number in (gln(7), gtin14(123), gtin14(60_000, indicator=3)):
        assert number[-1] == gs1_check_digit(number[:-1])
    assert len(gln(7)) == 13
    assert len(gtin14(123)) == 14


def test_firms_have_distinct_employer_numbers() -> None:
    numbers = {employer_number(n) for n in range(1, 5000)}
    assert len(numbers) == 4999
    assert all(len(number) == 10 and number[2] == "-" for number in numbers)

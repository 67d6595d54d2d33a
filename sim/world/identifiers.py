"""Identifiers of the group's places, goods or firms, with right check digits.

GLN (13 digits) and GTIN-14 follow the GS1 mod-10 rule of the standards' own module. The numbers
themselves are invented.
"""

from __future__ import annotations

from mock_systems.standards.identifiers import gs1_check_digit

__all__ = ["COMPANY_PREFIX", "employer_number", "gln", "gs1_check_digit", "gtin14"]

COMPANY_PREFIX = "0614141"
"""GS1's own example prefix: no real firm is named by these numbers."""


def gln(sequence: int) -> str:
    """Global location number of the n-th place."""
    payload = f"{COMPANY_PREFIX}{sequence:05d}"
    return payload + gs1_check_digit(payload)


def gtin14(sequence: int, indicator: int = 1) -> str:
    """GTIN-14 of the n-th trade item at a packaging level (1 = the first above each)."""
    payload = f"{indicator}0{sequence:011d}"
    return payload + gs1_check_digit(payload)


def employer_number(sequence: int) -> str:
    """A US employer identification number NN-NNNNNNN for the n-th firm."""
    return f"{10 + sequence % 80:02d}-{1_000_000 + sequence * 7919 % 9_000_000:07d}"

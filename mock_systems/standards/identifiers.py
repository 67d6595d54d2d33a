"""Identifiers of places, goods, providers or services, as their issuers define them.

Every document of this package carries some of them. Each `is_…` answers for form plus check
digit alone: whether the number was ever issued is a question for its register.
"""

from __future__ import annotations

import re

NPI_PREFIX = "80840"
"""CMS: an NPI's check digit is Luhn's over 80840 (health applications, United States) + NPI."""

_NDC_FORMS = ((4, 4, 2), (5, 3, 2), (5, 4, 1))
_NDC_BILLING_FORM = (5, 4, 2)
_ABA_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_EIN = re.compile(r"[0-9]{2}-[0-9]{7}")
_HCPCS_LEVEL_II = re.compile(r"[A-V][0-9]{4}")
_UNSPSC = re.compile(r"(?!00)[0-9]{8}(?:[0-9]{2})?")


def gs1_check_digit(digits: str) -> str:
    """The GS1 mod-10 check digit of a payload: weights 3, 1, 3, ... from its right end.

    Raises ValueError unless `digits` are ASCII digits, at least one.
    """
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(_digits(digits)))
    )
    return str(-total % 10)


def is_gtin(text: str) -> bool:
    """GTIN-8, -12, -13 or -14 with a right check digit."""
    return len(text) in {8, 12, 13, 14} and _ends_in_gs1_check_digit(text)


def is_gln(text: str) -> bool:
    """Global location number, 13 digits (AI 410-417)."""
    return len(text) == 13 and _ends_in_gs1_check_digit(text)


def is_sscc(text: str) -> bool:
    """Serial shipping container code, 18 digits (AI 00)."""
    return len(text) == 18 and _ends_in_gs1_check_digit(text)


def is_npi(text: str) -> bool:
    """National provider identifier: 10 digits, the first 1 or 2, Luhn over 80840."""
    return (
        len(text) == 10
        and text[0] in "12"
        and _is_digits(text)
        and text[-1] == _luhn_check_digit(NPI_PREFIX + text[:-1])
    )


def npi_from(nine_digits: str) -> str:
    """The NPI that begins with these nine digits: 123456789 -> 1234567893."""
    if len(nine_digits) != 9 or _digits(nine_digits)[0] not in "12":
        raise ValueError(f"NPI: expected nine digits, the first 1 or 2, got {nine_digits!r}")
    return nine_digits + _luhn_check_digit(NPI_PREFIX + nine_digits)


def ndc11(ndc10: str) -> str:
    """HIPAA's 11 digits (5-4-2, no hyphens) of FDA's 10, whose short segment is padded.

    The hyphens are needed: without them 4-4-2, 5-3-2 or 5-4-1 cannot be told apart.
    """
    segments = ndc10.split("-")
    lengths = tuple(map(len, segments))
    if lengths not in _NDC_FORMS or not all(map(_is_digits, segments)):
        raise ValueError(
            f"NDC: expected ten digits as 4-4-2, 5-3-2 or 5-4-1 with hyphens, got {ndc10!r}"
        )
    widths = zip(segments, _NDC_BILLING_FORM, strict=True)
    return "".join(segment.zfill(width) for segment, width in widths)


def is_ndc11(text: str) -> bool:
    """The billing form: eleven digits, without a check digit."""
    return len(text) == 11 and _is_digits(text)


def is_ein(text: str) -> bool:
    """US employer identification number, NN-NNNNNNN."""
    return _EIN.fullmatch(text) is not None


def is_hcpcs_level_ii(text: str) -> bool:
    """A letter A to V, then four digits, e.g. C1713 (bone anchor or screw)."""
    return _HCPCS_LEVEL_II.fullmatch(text) is not None


def is_unspsc(text: str) -> bool:
    """Segment, family, class, commodity, two digits each; a business function may follow."""
    return _UNSPSC.fullmatch(text) is not None


def aba_check_digit(eight_digits: str) -> str:
    """The ninth digit of a bank's routing number: weights 3, 7, 1 over the first eight."""
    if len(eight_digits) != 8:
        raise ValueError(f"routing number: expected eight digits, got {eight_digits!r}")
    digits = map(int, _digits(eight_digits))
    total = sum(digit * weight for digit, weight in zip(digits, _ABA_WEIGHTS, strict=True))
    return str(-total % 10)


def is_aba_routing_number(text: str) -> bool:
    """A bank's routing number (ABA), nine digits."""
    return len(text) == 9 and _is_digits(text) and text[-1] == aba_check_digit(text[:-1])


def _ends_in_gs1_check_digit(text: str) -> bool:
    return _is_digits(text) and text[-1] == gs1_check_digit(text[:-1])


def _luhn_check_digit(payload: str) -> str:
    doubled = (int(digit) * 2 for digit in payload[::-2])
    total = sum(n - 9 if n > 9 else n for n in doubled) + sum(map(int, payload[-2::-2]))
    return str(-total % 10)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _digits(text: str) -> str:
    if not _is_digits(text):
        raise ValueError(f"expected ASCII digits, got {text!r}")
    return text

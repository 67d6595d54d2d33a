"""Kinds of data element: how a value is written, read, or refused.

Each kind turns the text of an element into a Python value, back again, and names the X12 error
code of what it refuses. `write` reads back what it wrote: no builder can emit an element that the
reader of the same kind would refuse or understand differently.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from mock_systems.standards.identifiers import is_gln, is_gtin, is_npi, is_sscc
from mock_systems.standards.x12 import faults
from mock_systems.standards.x12.faults import ElementRefused

COMPONENT = "\x1f"
REPETITION = "\x1e"
"""Stand for the delimiters of an interchange, whichever characters it chose."""

_DECIMAL = re.compile(r"(-?)([0-9]*)(?:\.([0-9]+))?")
_INTEGER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Element:
    """`reference` is the X12 data element number, lengths count characters (digits in numbers)."""

    reference: str
    parse: Callable[[str], Any]
    form: Callable[[Any], str]
    lengths: tuple[int, int]
    absent: Any = None
    required: bool = True
    codes: frozenset[str] = frozenset()
    parts: tuple[Element, ...] = ()

    def read(self, raw: str) -> Any:
        """The value. Raises ElementRefused."""
        if raw == "":
            if self.required:
                raise ElementRefused(faults.MISSING_ELEMENT, "is missing")
            return self.absent
        if not self.parts:
            _one_value(raw)
            _length(raw, *self.lengths)
        return self.parse(raw)

    def write(self, value: Any) -> str:
        """The text. Raises ValueError for a value that would not be read back as it is."""
        raw = "" if value == self.absent else self.form(value)
        if self.read(raw) != value:
            raise ValueError(f"{value!r} cannot be carried by data element {self.reference}")
        return raw


def optional(element: Element) -> Element:
    return replace(element, required=False)


def text(reference: str, maximum: int, minimum: int = 1) -> Element:
    """Printable ASCII that does not begin or end with a space."""
    return Element(reference, _text, str, (minimum, maximum), absent="")


def identifier(reference: str, length: int, valid: Callable[[str], bool], name: str) -> Element:
    """Text that must satisfy `valid`, such as a check digit."""

    def parse(raw: str) -> str:
        if not valid(_text(raw)):
            raise ElementRefused(faults.PATTERN, f"is no {name} with a right check digit")
        return raw

    return Element(reference, parse, str, (length, length), absent="")


def code(reference: str, *codes: str) -> Element:
    """One of a list of codes; a single code is a qualifier that never varies."""
    allowed = frozenset(codes)
    lengths = (min(map(len, codes)), max(map(len, codes)))

    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ElementRefused(faults.INVALID_CODE, f"is none of {', '.join(sorted(allowed))}")
        return raw

    return Element(reference, parse, str, lengths, absent="", codes=allowed)


def day(reference: str) -> Element:
    """CCYYMMDD."""
    return Element(reference, date_from, _day_form, (8, 8))


def clock(reference: str) -> Element:
    """HHMM or HHMMSS."""
    return Element(reference, time_from, _clock_form, (4, 6))


def moment(reference: str) -> Element:
    """CCYYMMDDHHMM as a pair of date, time."""
    return Element(
        reference,
        lambda raw: (date_from(raw[:8]), time_from(raw[8:])),
        lambda pair: _day_form(pair[0]) + _clock_form(pair[1]),
        (12, 12),
    )


def days(reference: str) -> Element:
    """CCYYMMDD-CCYYMMDD as a pair of dates, the first not after the last."""
    return Element(
        reference, _days, lambda pair: f"{_day_form(pair[0])}-{_day_form(pair[1])}", (17, 17)
    )


def whole(reference: str, maximum: int) -> Element:
    """N0: a whole number, not negative."""
    return Element(reference, _whole, str, (1, maximum))


def control_number(reference: str, minimum: int, maximum: int) -> Element:
    """A number with leading zeros up to its minimum length."""
    return Element(reference, _whole, lambda number: str(number).zfill(minimum), (minimum, maximum))


def quantity(reference: str, maximum: int = 15) -> Element:
    """R: a quantity, whole in this group of hospitals; it may be negative."""
    return Element(reference, _quantity, str, (1, maximum))


def cents(reference: str, maximum: int = 18) -> Element:
    """R: a decimal amount with at most two decimals, as whole cents."""
    return Element(reference, _cents, cents_text, (1, maximum))


def implied_cents(reference: str, maximum: int = 15) -> Element:
    """N2: an amount whose last two digits are cents, without a decimal point."""
    return Element(reference, _implied_cents, str, (1, maximum))


def gln(reference: str) -> Element:
    return identifier(reference, 13, is_gln, "GLN")


def gtin14(reference: str) -> Element:
    return identifier(reference, 14, is_gtin, "GTIN-14")


def sscc(reference: str) -> Element:
    return identifier(reference, 18, is_sscc, "SSCC")


def npi(reference: str) -> Element:
    return identifier(reference, 10, is_npi, "NPI")


def composite(reference: str, *parts: Element) -> Element:
    """Several components in one element; the value is a tuple, one entry for each part."""

    def parse(raw: str) -> tuple[Any, ...]:
        texts = raw.split(COMPONENT)
        if any(texts[len(parts) :]):
            raise ElementRefused(faults.TOO_MANY_COMPONENTS, f"has more than {len(parts)} parts")
        texts += [""] * (len(parts) - len(texts))
        pairs = zip(parts, texts, strict=False)
        return tuple(_component(part, raw, n) for n, (part, raw) in enumerate(pairs, 1))

    def form(values: tuple[Any, ...]) -> str:
        written = (part.write(value) for part, value in zip(parts, values, strict=True))
        return COMPONENT.join(written).rstrip(COMPONENT)

    return Element(reference, parse, form, (1, 999), parts=parts)


def _refuse_use(raw: str) -> Any:
    raise ElementRefused(faults.NOT_USED, f"is not used here, got {raw!r}")


UNUSED = Element("", _refuse_use, str, (0, 999), required=False)
"""An element of the standard that our guide leaves empty: data in it would be lost."""


def date_from(raw: str) -> date:
    """From CCYYMMDD. Raises ElementRefused."""
    try:
        return date(*_digits(raw, (4, 2, 2), faults.INVALID_DATE))
    except ValueError as problem:
        raise ElementRefused(faults.INVALID_DATE, f"is no date CCYYMMDD: {raw!r}") from problem


def time_from(raw: str) -> time:
    """From HHMM or HHMMSS. Raises ElementRefused."""
    widths = (2, 2) if len(raw) == 4 else (2, 2, 2)
    try:
        hour, minute, second = (*_digits(raw, widths, faults.INVALID_TIME), 0)[:3]
        return time(hour, minute, second)
    except ValueError as problem:
        raise ElementRefused(faults.INVALID_TIME, f"is no time HHMM: {raw!r}") from problem


def cents_text(minor: int) -> str:
    """1250 as "12.5", 5 as ".05": X12 suppresses zeros that say nothing."""
    units, rest = divmod(abs(minor), 100)
    fraction = f".{rest:02d}".rstrip("0").rstrip(".")
    sign = "-" if minor < 0 else ""
    return sign + ((str(units) if units else "") + fraction or "0")


def _digits(raw: str, widths: tuple[int, ...], fault: str) -> list[int]:
    if len(raw) != sum(widths) or not (raw.isascii() and raw.isdigit()):
        raise ElementRefused(fault, f"expected {sum(widths)} digits, got {raw!r}")
    ends = [sum(widths[: n + 1]) for n in range(len(widths))]
    return [int(raw[end - width : end]) for width, end in zip(widths, ends, strict=True)]


def _day_form(value: date) -> str:
    return value.strftime("%Y%m%d")


def _clock_form(value: time) -> str:
    return value.strftime("%H%M%S" if value.second else "%H%M")


def _days(raw: str) -> tuple[date, date]:
    if raw[8] != "-":
        raise ElementRefused(faults.INVALID_DATE, f"is no range CCYYMMDD-CCYYMMDD: {raw!r}")
    first, last = date_from(raw[:8]), date_from(raw[9:])
    if first > last:
        raise ElementRefused(faults.INVALID_DATE, f"ends before it begins: {raw!r}")
    return first, last


def _component(part: Element, raw: str, number: int) -> Any:
    try:
        return part.read(raw)
    except ElementRefused as problem:
        reason = f"component {number} {problem.reason}"
        raise ElementRefused(problem.code, reason, number) from problem


def _one_value(raw: str) -> None:
    if REPETITION in raw:
        raise ElementRefused(faults.TOO_MANY_REPETITIONS, "must not repeat")
    if COMPONENT in raw:
        raise ElementRefused(faults.TOO_MANY_COMPONENTS, "has no components")


def _length(raw: str, minimum: int, maximum: int) -> None:
    length = len(raw)
    if length > minimum and _DECIMAL.fullmatch(raw):
        length -= raw.count("-") + raw.count(".")
    if length < minimum:
        raise ElementRefused(faults.TOO_SHORT, f"is shorter than {minimum}: {raw!r}")
    if length > maximum:
        raise ElementRefused(faults.TOO_LONG, f"is longer than {maximum}: {raw!r}")


def _text(raw: str) -> str:
    if not (raw.isascii() and raw.isprintable()) or raw != raw.strip(" "):
        raise ElementRefused(faults.INVALID_CHARACTER, f"is no plain text: {raw!r}")
    return raw


def _whole(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit()):
        raise ElementRefused(faults.INVALID_CHARACTER, f"is no whole number: {raw!r}")
    return int(raw)


def _quantity(raw: str) -> int:
    sign, units, fraction = _decimal(raw)
    if fraction.strip("0"):
        raise ElementRefused(faults.PATTERN, f"is no whole quantity: {raw!r}")
    return int(sign + (units or "0"))


def _cents(raw: str) -> int:
    sign, units, fraction = _decimal(raw)
    if fraction[2:].strip("0"):
        raise ElementRefused(faults.PATTERN, f"has a fraction of a cent: {raw!r}")
    return int(sign + units + fraction[:2].ljust(2, "0"))


def _implied_cents(raw: str) -> int:
    if _INTEGER.fullmatch(raw) is None or not raw.isascii():
        raise ElementRefused(faults.INVALID_CHARACTER, f"is no amount in cents: {raw!r}")
    return int(raw)


def _decimal(raw: str) -> tuple[str, str, str]:
    found = _DECIMAL.fullmatch(raw)
    if found is None or not (found[2] or found[3]):
        raise ElementRefused(faults.INVALID_CHARACTER, f"is no decimal number: {raw!r}")
    return found[1], found[2], found[3] or ""

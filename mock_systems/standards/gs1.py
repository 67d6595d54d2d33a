"""GS1 element strings, the content of bar codes: device identifiers (UDI) before all, on `biip`.

biip knows the application identifiers; check digits come from our own module. Its dates do
not: it reads two-digit years by the machine's clock, so the year of reference is a parameter here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from biip import ParseConfig, ParseError
from biip.gs1_element_strings import GS1ElementString, GS1ElementStrings
from biip.gs1_messages import GS1Message

from mock_systems.standards.identifiers import is_gln, is_gtin, is_sscc

GROUP_SEPARATOR = "\x1d"
"""How scanners send FNC1, which ends a value of variable length unless it is the last."""

REFERENCE_YEAR = 2026
"""Two-digit years lie from 49 years before this year to 50 after (General Specifications 7.12)."""

_SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0")
_CONFIG = ParseConfig(gs1_element_strings_verify_date=False)
_CHECKS = {"00": is_sscc, "01": is_gtin, "02": is_gtin}
_CHECKS |= {f"41{n}": is_gln for n in range(8)}


@dataclass(frozen=True)
class Udi:
    """A device (DI: GTIN-14) with its production identifiers (PI).

    `expires_in_month` says that the label names no day; `expires_on` is then the month's last.
    """

    device: str
    expires_on: date | None = None
    lot: str = ""
    serial: str = ""
    expires_in_month: bool = False


def build_udi(udi: Udi) -> str:
    """The scanned form: AI 01, 17, 10, 21, with GS where needed."""
    return _message(udi).value


def udi_label(udi: Udi) -> str:
    """The form for people under the bar code: (01)...(17)...(10)...(21)..."""
    return _message(udi).as_hri()


def read_udi(text: str, reference_year: int = REFERENCE_YEAR) -> Udi:
    """Either form. Further elements are allowed, and not kept.

    Raises ValueError for no AI 01, a wrong check digit, an AI twice, a date that is none.
    """
    elements = read_elements(text)
    if "01" not in elements:
        raise ValueError(f"UDI: expected a device identifier (AI 01), got {text!r}")
    expiry = elements.get("17", "")
    return Udi(
        elements["01"],
        gs1_date(expiry, reference_year) if expiry else None,
        lot=elements.get("10", ""),
        serial=elements.get("21", ""),
        expires_in_month=expiry.endswith("00"),
    )


def check_udi(text: str) -> str:
    """The text itself if a device may carry it.

    HIBCC (`+`) or ICCBBA (`=`) identifiers are let through unread: hospitals meet them too.
    """
    if text[:1] not in {"+", "="}:
        read_udi(text)
    return text


def read_elements(text: str) -> dict[str, str]:
    """Application identifier -> value, of either form; check digits are right."""
    for symbology in _SYMBOLOGIES:
        text = text.removeprefix(symbology)
    parse = GS1Message.parse_hri if text.startswith("(") else GS1Message.parse
    try:
        found = parse(text.lstrip(GROUP_SEPARATOR), config=_CONFIG).element_strings
    except ParseError as error:
        raise ValueError(f"GS1: {error}") from error
    return _checked((one.ai.ai, one.value) for one in found)


def build_elements(elements: Iterable[tuple[str, str]]) -> str:
    """Pairs of application identifier with value -> the scanned form, in the given order."""
    return _joined(elements).value


def as_gtin14(gtin: str) -> str:
    """GTIN-8, -12 or -13 with the zeros in front that AI 01 wants."""
    if not is_gtin(gtin):
        raise ValueError(f"GTIN: expected 8, 12, 13 or 14 digits with check digit, got {gtin!r}")
    return gtin.zfill(14)


def gs1_date(text: str, reference_year: int = REFERENCE_YEAR) -> date:
    """YYMMDD; day 00 is the month's last."""
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        raise ValueError(f"GS1 date: expected YYMMDD, got {text!r}")
    year = _year(int(text[:2]), reference_year)
    month, day = int(text[2:4]), int(text[4:])
    if day == 0 and 1 <= month <= 12:
        day = calendar.monthrange(year, month)[1]
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"GS1 date: {text!r}: {error}") from error


def gs1_date_text(day: date, *, month_only: bool = False) -> str:
    return day.strftime("%y%m") + ("00" if month_only else f"{day.day:02d}")


def _message(udi: Udi) -> GS1Message:
    expiry = ""
    if udi.expires_on is not None:
        expiry = gs1_date_text(udi.expires_on, month_only=udi.expires_in_month)
    elements = (("01", udi.device), ("17", expiry), ("10", udi.lot), ("21", udi.serial))
    return _joined(pair for pair in elements if pair[1])


def _joined(elements: Iterable[tuple[str, str]]) -> GS1Message:
    checked = _checked(elements)
    try:
        parsed = [
            GS1ElementString.parse(ai + value, config=_CONFIG) for ai, value in checked.items()
        ]
    except ParseError as error:
        raise ValueError(f"GS1: {error}") from error
    return GS1Message.from_element_strings(GS1ElementStrings(parsed))


def _checked(elements: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for ai, value in elements:
        if ai in found:
            raise ValueError(f"GS1: expected each application identifier once, got ({ai}) twice")
        if ai in _CHECKS and not _CHECKS[ai](value):
            raise ValueError(f"GS1: expected a right check digit in ({ai}), got {value!r}")
        found[ai] = value
    return found


def _year(two_digits: int, reference_year: int) -> int:
    century = reference_year - reference_year % 100
    ahead = two_digits - reference_year % 100
    if ahead >= 51:
        return century - 100 + two_digits
    return century + two_digits + (100 if ahead <= -50 else 0)

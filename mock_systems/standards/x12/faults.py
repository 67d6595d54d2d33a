"""What is wrong with a document, in the codes with which X12 says so.

The codes are those of the 999 (005010X231A1); `acknowledgement` narrows them to the fewer codes
of the 997. They are raised inside this package alone: a caller of `receive` meets them as data.
"""

from __future__ import annotations

from dataclasses import dataclass

MISSING_SEGMENT = "3"
UNRECOGNISED_SEGMENT = "1"
UNEXPECTED_SEGMENT = "2"
ELEMENT_ERRORS = "8"
"""Segment syntax error codes (data elements 720, 620)."""

MISSING_ELEMENT = "1"
TOO_MANY_ELEMENTS = "3"
TOO_SHORT = "4"
TOO_LONG = "5"
INVALID_CHARACTER = "6"
INVALID_CODE = "7"
INVALID_DATE = "8"
INVALID_TIME = "9"
TOO_MANY_REPETITIONS = "12"
TOO_MANY_COMPONENTS = "13"
NOT_USED = "I10"
PATTERN = "I12"
"""Data element syntax error codes (723, 621); PATTERN also says: breaks a rule of the guide."""


@dataclass(frozen=True, slots=True)
class ElementFault:
    """`position` and `component` count from 1, component 0 is the whole element."""

    position: int
    reference: str
    code: str
    value: str = ""
    component: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """One segment in error; `position` counts from ST, which is 1."""

    segment: str
    position: int
    code: str
    reason: str
    element: ElementFault | None = None

    def __str__(self) -> str:
        place = f"{self.segment} (segment {self.position})"
        if self.element is not None:
            place += f", element {self.element.position}"
        return f"{place}: {self.reason}"


class ElementRefused(ValueError):
    """The value of one element breaks its definition."""

    def __init__(self, code: str, reason: str, component: int = 0) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.component = component


class SetRefused(ValueError):
    """One transaction set cannot be read; nothing of it is."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class InterchangeRefused(ValueError):
    """The envelope cannot be trusted; `note` is the code of TA105 (data element I18)."""

    def __init__(self, note: str, reason: str) -> None:
        super().__init__(reason)
        self.note = note
        self.reason = reason

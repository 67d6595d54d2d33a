"""TA1: whether the envelope of an interchange was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from mock_systems.standards.x12.elements import Element, clock, code, control_number, date_from
from mock_systems.standards.x12.segments import Segment, Table, Written

NO_ERROR = "000"


@dataclass(frozen=True, slots=True)
class InterchangeAcknowledgement:
    """`control_number`, `day`, `at` repeat ISA13, ISA09, ISA10; `note` is a code of I18."""

    control_number: int
    day: date
    at: time
    status: Literal["A", "E", "R"]
    note: str = NO_ERROR


_SHORT_DAY = Element(
    "I08",
    lambda raw: date_from("20" + raw),
    lambda value: value.strftime("%y%m%d"),
    (6, 6),
)
TA1 = Table(
    "TA1",
    (
        control_number("I12", 9, 9),
        _SHORT_DAY,
        clock("I09"),
        code("I17", "A", "E", "R"),
        code("I18", *(f"{number:03d}" for number in range(32))),
    ),
)


def write_ta1(answer: InterchangeAcknowledgement) -> Written:
    return TA1.write(answer.control_number, answer.day, answer.at, answer.status, answer.note)


def read_ta1(segment: Segment) -> InterchangeAcknowledgement:
    """Raises SetRefused."""
    return InterchangeAcknowledgement(*TA1.read(segment))

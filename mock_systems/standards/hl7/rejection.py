"""Why a message is refused, in the terms of HL7 tables 0008 (answer) with 0357 (condition).

AR says that the receiver could never take such a message, whoever fixes its content; AE says
that this one is wrong. A sender that resends an AR unchanged is the defect to be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AckCode(StrEnum):
    """MSA-1 in original mode (table 0008)."""

    ACCEPT = "AA"
    ERROR = "AE"
    REJECT = "AR"


class Condition(StrEnum):
    """ERR-3 (table 0357)."""

    SEGMENT_SEQUENCE = "100"
    REQUIRED_FIELD = "101"
    DATA_TYPE = "102"
    TABLE_VALUE = "103"
    MESSAGE_TYPE = "200"
    EVENT_CODE = "201"
    PROCESSING_ID = "202"
    VERSION_ID = "203"
    APPLICATION = "207"

    @property
    def text(self) -> str:
        return _TEXTS[self]

    @property
    def ack_code(self) -> AckCode:
        return AckCode.REJECT if self in _REJECTS else AckCode.ERROR


_TEXTS = {
    Condition.SEGMENT_SEQUENCE: "Segment sequence error",
    Condition.REQUIRED_FIELD: "Required field missing",
    Condition.DATA_TYPE: "Data type error",
    Condition.TABLE_VALUE: "Table value not found",
    Condition.MESSAGE_TYPE: "Unsupported message type",
    Condition.EVENT_CODE: "Unsupported event code",
    Condition.PROCESSING_ID: "Unsupported processing id",
    Condition.VERSION_ID: "Unsupported version id",
    Condition.APPLICATION: "Application internal error",
}
_REJECTS = frozenset(
    {
        Condition.MESSAGE_TYPE,
        Condition.EVENT_CODE,
        Condition.PROCESSING_ID,
        Condition.VERSION_ID,
    }
)


@dataclass(frozen=True)
class Location:
    """ERR-2: a segment by name and occurrence from 1; field 0 means the segment itself."""

    segment: str
    sequence: int = 1
    field: int = 0


@dataclass(frozen=True)
class Defect:
    """One ERR segment: what is wrong, where, and in words for the person who reads it."""

    condition: Condition
    location: Location
    text: str


class MessageRejected(ValueError):
    """The message cannot be read; `code` is what the sender is to be told."""

    def __init__(self, defect: Defect, code: AckCode | None = None) -> None:
        at = defect.location
        place = f"{at.segment}[{at.sequence}]" + (f"-{at.field}" if at.field else "")
        super().__init__(f"{place}: {defect.condition.text}: {defect.text}")
        self.defect = defect
        self.code = code or defect.condition.ack_code

"""Answers to the messages of partners who wait for one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The answer to an HL7 message: code AA taken, AE of no use, AR never taken here. `way` names
    application and facility of whom it goes to, then of us."""

    mailbox: str
    control_id: str
    trigger: str
    code: str
    way: tuple[str, ...]
    processing_id: str
    version: str
    reason: str = ""

"""What operations on amendments of the platform (S03) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.contracts.contract_messages import DraftedLine, VersionAnswer
from mock_systems.contracts.wire import Code, Day, LineNumber, Message, Text


class AmendContract(Message):
    contract_number: Code
    effective_from: Day
    effective_to: Day | None = None
    reason: Text
    lines: tuple[DraftedLine, ...] = ()
    removed_lines: tuple[LineNumber, ...] = ()


class ExpireContracts(Message):
    as_of: Day


class TerminateContract(Message):
    contract_number: Code
    last_day: Day
    reason: Annotated[str, Field(min_length=1, max_length=240)]


class ExpiredContracts(Message):
    expired: list[VersionAnswer]

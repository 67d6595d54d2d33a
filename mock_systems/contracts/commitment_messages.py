"""What operations on commitments of the platform (S03) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.contracts.wire import Amount, Code, Day, Message, MoneyAnswer


class AgreedLevel(Message):
    tier: Code
    amount: Amount
    min_quantity: Annotated[int, Field(strict=True, ge=0, le=10**9)] = 0


class RecordCommitment(Message):
    contract_number: Code
    commitment_number: Code
    amount: Amount
    starts_on: Day
    ends_on: Day
    levels: tuple[AgreedLevel, ...] = ()


class CommitmentAnswer(Message):
    contract_number: str
    commitment_number: str
    amount: MoneyAnswer
    spent: MoneyAnswer
    starts_on: str
    ends_on: str
    tiers_reached: list[str]


class CommitmentsFound(Message):
    commitments: list[CommitmentAnswer]

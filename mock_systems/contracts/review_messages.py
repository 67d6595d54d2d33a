"""What operations on reviews of the platform (S03) take or answer, in wire names."""

from __future__ import annotations

from typing import Literal

from mock_systems.contracts.wire import Code, Message, Text, Version


class SubmitContract(Message):
    contract_number: Code
    version: Version
    submitted_by: Code


class DecideReview(Message):
    contract_number: Code
    version: Version
    decision: Literal["APPROVED", "REJECTED"]
    approver: Code
    reason: Text = ""

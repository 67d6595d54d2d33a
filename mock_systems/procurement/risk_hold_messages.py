"""What operations on risk holds of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from mock_systems.procurement.risk_hold import erp_number_subject, tax_id_subject
from mock_systems.procurement.wire import Code, Message, Text


class SetRiskHold(Message):
    hold_reference: Code
    tax_id: Code | None = None
    erp_number: Code | None = None
    reason: Text

    @model_validator(mode="after")
    def _names_one_supplier(self) -> Self:
        if (self.tax_id is None) == (self.erp_number is None):
            raise ValueError("expected either tax-id or erp-number")
        return self

    @property
    def subject(self) -> str:
        """Whom the hold stops."""
        if self.erp_number is not None:
            return erp_number_subject(self.erp_number)
        return tax_id_subject(self.tax_id or "")


class ReleaseRiskHold(Message):
    hold_reference: Code
    reason: Text


class FindRiskHolds(Message):
    hold_reference: Code


class RiskHoldAnswer(Message):
    hold_reference: str
    subject: str
    reason: str
    active: bool
    release_reason: str


class RiskHoldsFound(Message):
    risk_holds: list[RiskHoldAnswer]

"""How documents of the ERP stand: payments (P08), journal batches (P16), budgets (P04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.statuses import (
    BudgetCheck,
    JournalBatchStatus,
    PaymentStatus,
)
from integration_under_test.reference.mediation.notation import from_decimal

Answer = Mapping[str, Any]


def facility_code(row: Answer) -> str:
    """Whose document a row is, in the ERP's own code."""
    return f"erp:{row['BusinessUnit']}"


def read_payment(row: Answer) -> PaymentStatus:
    return PaymentStatus(
        payment=row["PaymentNumber"],
        supplier=row["SupplierNumber"],
        invoice=row["InvoiceNumber"],
        amount_minor=from_decimal(row["Amount"], 2),
        paid_on=row["PaymentDate"],
        status=row["Status"],
    )


def read_batch(row: Answer) -> JournalBatchStatus:
    return JournalBatchStatus(
        sender=row["Source"],
        number=row["BatchNumber"],
        debit_minor=from_decimal(row["Debit"], 2),
        journals=tuple(row["JournalNumbers"]),
    )


def read_budget(answer: Answer) -> BudgetCheck:
    return BudgetCheck(
        cost_center=answer["CostCenter"],
        period=answer["PeriodName"],
        passed=answer["Result"] == "PASSED",
        available_minor=from_decimal(answer["AvailableAmount"], 2),
    )

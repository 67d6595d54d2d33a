"""What departments may still spend (P04)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import AmountMinor, Code
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.orders import Requisition
from integration_under_test.reference.mediation.canonical.statuses import BudgetCheck
from integration_under_test.reference.mediation.erp import budgets, statuses
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class CheckBudget(Message):
    cost_center: Code
    amount_minor: AmountMinor


async def check_budget(asked: CheckBudget, asking: Asking, enquiry: Enquiry) -> Found:
    owner = enquiry.crosswalk.facility_of_department(asked.cost_center).gln
    question = Requisition(0, asking.reference, asked.cost_center, asked.amount_minor)
    answer = await enquiry.call("erp", "check_budget", budgets.ask(question))
    return Found(statuses.read_budget(answer), (owner,))


SERVICES = (
    Service(
        name="check_budget",
        summary="Whether a department's budget covers an amount; an old answer would be no answer.",
        flow="P04",
        owner=SUPPLY_CHAIN_DESK,
        system="erp",
        operation="check_budget",
        scope="budgets.read",
        criticality="high",
        compliance="financial control (budget)",
        request=CheckBudget,
        result=BudgetCheck,
        handler=check_budget,
        rate=Rate(60, 10),
        fallback=Fallback.RETRY,
    ),
)

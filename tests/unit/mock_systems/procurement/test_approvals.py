"""Approval chains (P04): as many steps as amount and cost centre ask for, one at a time."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite, budget, line

RULES: list[Body] = [
    {"step": 1, "amount-from": "0.00", "approver": "lead"},
    {"step": 2, "amount-from": "100.00", "approver": "director"},
    {"cost-center": "CC-2020", "step": 1, "amount-from": "0.00", "approver": "chief"},
]


def ruled(quantity: int = 10) -> Suite:
    """A suite with rules and a requisition over 12.50 for each box."""
    suite = Suite()
    suite.system.load("approval_rules", RULES)
    suite.requisition(line("100", quantity))
    return suite


def decision(approver: str, decided: str = "approved") -> Body:
    return {"id": 1, "decision": decided, "approver": approver}


def test_each_decision_advances_one_step() -> None:
    suite = ruled()
    assert suite.ok("decide_requisition", decision("lead"))["status"] == "pending-approval"
    assert suite.effects("procurement.requisition_decision") == []
    assert suite.refused("record_budget_decision", budget(1)).status == 409
    assert suite.ok("decide_requisition", decision("director"))["status"] == "pending-budget"
    assert [e.key for e in suite.effects("procurement.approval_step")] == [
        "REQ-00000001/1",
        "REQ-00000001/2",
    ]
    assert len(suite.effects("procurement.requisition_decision")) == 1
    assert len(suite.events("procurement.requisition.approved")) == 1


def test_a_small_amount_needs_the_first_step_alone() -> None:
    assert ruled(1).ok("decide_requisition", decision("lead"))["status"] == "pending-budget"


def test_a_cost_centre_has_its_own_chain() -> None:
    suite = Suite()
    suite.system.load("approval_rules", [RULES[2] | {"cost-center": "CC-1010"}, *RULES[:2]])
    suite.requisition(line("100", 10))
    steps = suite.ok("get_approval_chain", {"id": 1})["steps"]
    assert [step["approver"] for step in steps] == ["chief"]


def test_the_next_approver_is_told() -> None:
    suite = ruled()
    suite.ok("decide_requisition", decision("lead"))
    told = suite.events("procurement.approval.requested")
    assert [(event["step"], event["approver"]) for event in told] == [(1, "lead"), (2, "director")]


@pytest.mark.parametrize("who", ["director", "nobody"])
def test_nobody_decides_out_of_turn(who: str) -> None:
    answer = ruled().refused("decide_requisition", decision(who))
    assert (answer.status, "NOT_THE_APPROVER" in answer.text) == (403, True)


def test_any_step_may_reject() -> None:
    suite = ruled()
    suite.ok("decide_requisition", decision("lead"))
    assert suite.ok("decide_requisition", decision("director", "rejected"))["status"] == "rejected"
    (effect,) = suite.effects("procurement.requisition_decision")
    assert effect.facts["decision"] == "rejected"


def test_a_delegate_decides_instead() -> None:
    suite = ruled(1)
    delegation = {"id": 1, "approver": "lead", "delegate": "deputy"}
    suite.ok("delegate_approval", delegation)
    assert suite.refused("decide_requisition", decision("lead")).status == 403
    assert suite.ok("decide_requisition", decision("deputy"))["status"] == "pending-budget"
    (step,) = suite.ok("get_approval_chain", {"id": 1})["steps"]
    assert (step["approver"], step["delegated-by"]) == ("deputy", "lead")
    assert suite.refused("delegate_approval", delegation).status == 409


def test_without_rules_there_is_nothing_to_delegate() -> None:
    suite = Suite()
    suite.requisition(line("100", 1))
    body = {"id": 1, "approver": "lead", "delegate": "deputy"}
    assert "NOTHING_TO_DELEGATE" in suite.refused("delegate_approval", body).text


def test_an_expired_requisition_takes_no_decision() -> None:
    suite = ruled()
    expired = suite.ok("expire_requisition", {"id": 1, "reason": "30 days"})
    assert expired["status"] == "expired"
    assert len(suite.events("procurement.requisition.expired")) == 1
    assert suite.refused("decide_requisition", decision("lead")).status == 409
    assert suite.refused("expire_requisition", {"id": 1, "reason": "again"}).status == 409


def test_two_rules_for_one_step_do_not_load() -> None:
    with pytest.raises(ValueError, match="twice"):
        ruled().system.load("approval_rules", RULES[:1])

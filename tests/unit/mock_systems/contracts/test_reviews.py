"""Contract approval: DRAFT, IN_REVIEW, APPROVED, ACTIVE; the short cut is a setting."""

from __future__ import annotations

import pytest

from mock_systems.contracts import Contracts
from tests.unit.mock_systems.contracts.stage import Platform, activation
from tests.unit.mock_systems.procurement.stage import Body, Notes, SetClock

SUBMISSION: Body = {"contractNumber": "K-1", "version": 2, "submittedBy": "ann"}


def decision(decided: str = "APPROVED", approver: str = "ben") -> Body:
    return {"contractNumber": "K-1", "version": 2, "decision": decided, "approver": approver}


def strict() -> Platform:
    """A platform that requires approval, with version 2 of K-1 drafted."""
    platform = Platform()
    platform.system.load("settings", [{"approvalRequired": True}])
    platform.drafted()
    return platform


def test_an_approved_version_can_be_activated() -> None:
    platform = strict()
    assert platform.ok("submit_contract", SUBMISSION)["status"] == "IN_REVIEW"
    assert platform.ok("decide_review", decision())["status"] == "APPROVED"
    assert platform.ok("activate_contract", activation(2))["status"] == "ACTIVE"
    (effect,) = platform.effects("contracts.review_decision")
    assert (effect.key, effect.facts["decision"]) == ("K-1/2", "APPROVED")
    assert len(platform.events("contracts.contract.approved")) == 1


def test_where_approval_is_required_a_draft_is_not_activated() -> None:
    platform = strict()
    assert platform.refused("activate_contract", activation(2)).status == 409
    platform.ok("submit_contract", SUBMISSION)
    assert platform.refused("activate_contract", activation(2)).status == 409


def test_a_rejected_version_is_a_draft_again() -> None:
    platform = strict()
    platform.ok("submit_contract", SUBMISSION)
    assert platform.ok("decide_review", decision("REJECTED"))["status"] == "DRAFT"
    assert platform.refused("decide_review", decision()).status == 409
    assert platform.ok("submit_contract", SUBMISSION)["status"] == "IN_REVIEW"


def test_nobody_approves_what_they_submitted() -> None:
    platform = strict()
    platform.ok("submit_contract", SUBMISSION)
    answer = platform.refused("decide_review", decision(approver="ann"))
    assert (answer.status, "SELF_APPROVAL" in answer.text) == (403, True)


def test_by_default_a_draft_takes_the_short_cut() -> None:
    platform = Platform()
    platform.ok("activate_contract", activation(platform.drafted()))
    assert platform.statuses()[2] == "ACTIVE"


def test_a_version_in_review_takes_no_short_cut() -> None:
    platform = Platform()
    platform.drafted()
    platform.ok("submit_contract", SUBMISSION)
    assert platform.refused("activate_contract", activation(2)).status == 409


@pytest.mark.parametrize(
    ("operation", "body", "status"),
    [
        ("submit_contract", SUBMISSION | {"version": 9}, 404),
        ("submit_contract", SUBMISSION | {"version": 1}, 409),
        ("decide_review", decision() | {"version": 9}, 404),
        ("decide_review", decision(), 409),
    ],
)
def test_what_is_not_due_is_refused(operation: str, body: Body, status: int) -> None:
    assert strict().refused(operation, body).status == status


def test_the_setting_can_be_given_when_the_system_is_made() -> None:
    clock, notes = SetClock(), Notes()
    assert Contracts(clock, notes, notes, approval_required=True).approval_required is True
    assert Contracts(clock, notes, notes).approval_required is False

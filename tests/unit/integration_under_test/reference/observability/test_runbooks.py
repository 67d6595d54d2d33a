"""Whoever has a work item finds what to do about it."""

from __future__ import annotations

import re

import pytest

from integration_under_test.boundary import WorkItem
from integration_under_test.reference import policies
from integration_under_test.reference.observability.runbooks import RUNBOOKS, next_owner

TYPES = {
    value
    for name, value in vars(policies).items()
    if name.isupper() and isinstance(value, str) and re.fullmatch("[a-z_]+", value)
}


def test_every_type_of_work_item_has_a_runbook() -> None:
    assert set(RUNBOOKS) == TYPES
    assert all(all(runbook) for runbook in RUNBOOKS.values())


def test_the_answer_that_a_runbook_asks_for_can_be_given() -> None:
    known = {*WorkItem("", "", "", "", (), "").actions, "acknowledge"}
    assert {runbook.answer for runbook in RUNBOOKS.values()} <= known


def test_a_kind_of_command_may_be_another_desks_than_its_flow() -> None:
    checkpoint = policies.owner_of(policies.REFUSED, "P13", "send_checkpoint")
    assert checkpoint == policies.INTEGRATION_DESK
    assert policies.owner_of(policies.REFUSED, "P13", "submit_totals") == policies.CLOSE_DESK
    assert policies.owner_of(policies.REFUSED, "P13") == policies.CLOSE_DESK


@pytest.mark.parametrize(
    ("age_h", "owner"),
    [(7.9, "AP desk"), (8.0, "AP desk supervisor"), (24.0, "integration lead")],
)
def test_an_item_that_nobody_answers_goes_higher(age_h: float, owner: str) -> None:
    assert next_owner(policies.UNREACHABLE, "AP desk", age_h) == owner

"""Fault plans as one word: what it stands for, and what is refused."""

from __future__ import annotations

import pytest

from scenarios.fault_plans import PLANS, ROUGH_DAY
from sim.faults.compose import plan_of, read_plan, word_of
from sim.faults.f03_lost import RequestLost
from sim.faults.f46_outage import Outage
from sim.plugins import UnknownName


def test_a_listed_plan_and_faults_stand_in_the_order_of_the_word() -> None:
    word = "rough_day+F03@harsh+F46@30-34.5@integration>billing"
    outage = Outage(from_h=30, until_h=34.5, hops=("integration>billing",))
    assert read_plan(word, PLANS) == (*ROUGH_DAY, RequestLost.at("harsh"), outage)


def test_a_window_on_the_word_overrides_that_of_the_intensity() -> None:
    (fault,) = read_plan("F46@rough@1-2", PLANS)
    assert (fault.from_h, fault.until_h) == (1.0, 2.0)


def test_none_is_no_fault() -> None:
    assert read_plan("none", PLANS) == read_plan(plan_of(()), PLANS) == ()


def test_a_strangers_plan_is_named_by_its_module() -> None:
    assert read_plan("scenarios.fault_plans:ROUGH_DAY", PLANS) == ROUGH_DAY


def test_a_written_part_is_read_back() -> None:
    word = plan_of((word_of("F03", "mild"), word_of("F46", window_h=(8, 9.25))))
    assert word == "F03@mild+F46@8-9.25"
    assert read_plan(word, PLANS) == (RequestLost.at("mild"), Outage(from_h=8, until_h=9.25))


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("F99", "unknown fault 'F99'"),
        ("rough_dya", "rough_day"),
        ("F03@hars", "harsh"),
        ("rough_day@harsh", "takes an @"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(word: str, says: str) -> None:
    with pytest.raises(UnknownName, match=says):
        read_plan(word, PLANS)

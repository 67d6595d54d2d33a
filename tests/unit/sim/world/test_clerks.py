"""Clerks work the integration's exceptions in office hours."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import Resolution, WorkItem
from sim.world.actors.clerks import effort
from sim.world.calendar import HOME_ZONE
from tests.unit.sim.world.stand_in import Settings, Town


def item(number: int, actions: tuple[str, ...] = ("retry", "dismiss")) -> WorkItem:
    return WorkItem(f"item-{number}", "unmapped", "billing", "P09", ("US-1",), "no code", actions)


def worked(items: list[WorkItem], days: float) -> tuple[Town, list[tuple[str, Resolution]]]:
    town = Town(Settings(scale=0.001, parameters={"usages_per_bed_month": 60.0}))
    answers: list[tuple[str, Resolution]] = []
    town.world.resolve = lambda resolution: answers.append(
        (f"{town.calendar.local(town.clock.now_s(), HOME_ZONE):%H}", resolution)
    )
    for each in items:
        town.world.open_item(each)
    town.run(days, drain_h=24.0)
    return town, answers


def test_an_item_is_answered_with_retry_in_office_hours() -> None:
    _, answers = worked([item(1)], 1.0)
    assert [(hour, r.item_id, r.action) for hour, r in answers] == [("08", "item-1", "retry")]


def test_an_item_without_retry_gets_what_it_offers() -> None:
    _, answers = worked([item(1, ("dismiss",))], 1.0)
    assert answers[0][1].action == "dismiss"


def test_many_items_wait_for_few_clerks() -> None:
    town, answers = worked([item(n) for n in range(100)], 1.0)
    assert 10 < len(answers) < 100
    assert town.noted()["item_worked"] == len(answers)
    assert {int(hour) for hour, _ in answers} <= set(range(8, 18))


def joined(number: int) -> list[WorkItem]:
    """One item that is handed over again with each document that joins it."""
    keys = [f"US-{n}" for n in range(number)]
    return [replace(item(1), keys=tuple(keys[: n + 1])) for n in range(number)]


def test_what_joins_an_item_is_answered_with_it() -> None:
    town, answers = worked(joined(100), 1.0)
    assert [r.item_id for _, r in answers] == ["item-1"]
    assert town.noted()["item_worked"] == 1


def test_a_hundred_documents_of_one_cause_are_five_to_six_times_the_work_of_one() -> None:
    assert effort(1) == 1.0
    assert 5.0 < effort(100) < 6.0

"""Clerks work the integration's exceptions in office hours."""

from __future__ import annotations

from integration_under_test.boundary import Resolution, WorkItem
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

"""Planning (S21): a budget by account whose sum is what a cost centre may spend (P17)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from mock_systems.standards.files import budget_file
from sim.obligations.known import Known
from sim.obligations.p17_reference_data import FLOW
from sim.world.parties.planning.planning import Planning
from tests.unit.sim.world.parties.office import Office


def files(office: Office) -> list[budget_file.BudgetFile]:
    return [budget_file.read(d.content.decode()) for d in office.documents("PLANNING")]


def test_the_year_comes_first_and_a_revision_on_the_tenth_business_day() -> None:
    office = Office(Planning)
    office.run()
    year, revision = files(office)
    assert {line.version for line in year.lines} == {1}
    assert {line.version for line in revision.lines} == {2}
    assert {line.period for line in year.lines} == {f"2026-{month:02d}" for month in range(4, 13)}


def test_the_first_version_is_what_every_department_always_had() -> None:
    office = Office(Planning)
    office.run()
    sums: Counter[tuple[str, str]] = Counter()
    for line in files(office)[0].lines:
        sums[line.cost_center, line.period] += line.amount_minor
    budgets = office.town.enterprise.budgets
    assert sums == {(code, period): budgets[code] for code, period in sums}
    assert {code for code, _ in sums} == set(budgets)


def test_a_revision_moves_a_budget_a_little() -> None:
    office = Office(Planning, budget_revision_share=0.03)
    office.run()
    effect = office.town.of("planning.budget_file")[-1]
    budgets = office.town.enterprise.budgets
    changes = [minor / budgets[code] - 1 for code, _, minor in effect.facts["grants"]]
    assert max(map(abs, changes)) <= 0.031
    assert len(set(changes)) > 1


def test_every_month_of_a_cost_centre_is_owed_once() -> None:
    office = Office(Planning)
    office.run()
    effect = office.town.of("planning.budget_file")[0]
    duty = next(duty for duty in FLOW.duties if duty.on == effect.kind)
    owed = list(duty.owes(effect, Known(office.town.enterprise)))
    assert sum(one.amount_minor for one in owed) == effect.amount_minor
    assert len({one.key for one in owed}) == len(owed)
    assert all(one.key.startswith("FY2026/1/CC-") for one in owed)


def test_in_december_the_next_year_is_approved() -> None:
    office = Office(Planning, first_day=date(2026, 12, 14))
    office.run()
    keys = [effect.key for effect in office.town.of("planning.budget_file")]
    assert keys == ["FY2026/1", "FY2026/2", "FY2027/1"]


def test_no_revision_overtakes_a_file_that_is_still_to_be_corrected() -> None:
    office = Office(Planning, feed_faulty_share=1.0)
    office.run(5.0, until=2.0)
    assert len(office.documents("PLANNING")) == 1
    assert [e.key for e in office.town.of("planning.faulty_file")] == ["PLANNING/1"]
    assert office.answer("PLANNING", 1) == ""
    office.on(6.0)
    assert [e.key for e in office.town.of("planning.budget_file")] == ["FY2026/1"]

"""The portal: who asks what with which token, and answers that were not true are noted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import Answer, Request
from mock_systems.service import Effect
from sim.world.parties.party import Heard
from sim.world.parties.portal.portal import NAME, Portal
from tests.unit.sim.world.parties.office import DAY, Office

BUSY = {"portal_questions_per_department_day": 30.0}
LATER = {"find_order": "PO-9", "find_invoice": "100/I-9"}


class Screens(Office):
    """Screens whose questions end here, with what they are told."""

    def __init__(self, told: Any = None) -> None:
        super().__init__(Portal, DAY, **BUSY)
        self.asked: list[tuple[Request, str]] = []
        self.told = told
        self.party = Portal(replace(self.place, ask=self.ask))

    def ask(self, party: str, request: Request, key: str, heard: Heard) -> None:
        assert party == NAME
        self.asked.append((request, key))
        heard(self.told(request) if self.told else None)

    @property
    def misinformed(self) -> list[Any]:
        return [note for note in self.town.notes if note[1] == "misinformed"]


def test_every_department_asks_about_prices_stock_and_budgets() -> None:
    screens = Screens()
    screens.run()
    asked = Counter(request.operation for request, _ in screens.asked)
    assert set(asked) == {"find_price", "find_stock", "check_budget"}
    assert min(asked.values()) >= 10


def test_a_token_is_for_the_question_the_facility_and_a_few_minutes() -> None:
    screens = Screens()
    screens.run()
    enterprise = screens.place.site.enterprise
    epoch = screens.place.site.calendar.epoch
    for request, _ in screens.asked:
        token = request.token
        assert token is not None
        assert token.subject == request.caller
        assert len(token.scopes) == 1
        department = enterprise.department_at(request.caller.partition("/")[2])
        assert token.facilities == (enterprise.facility(department.facility).gln,)
        assert token.expires_at > epoch
    ids = [request.id for request, _ in screens.asked]
    assert len(set(ids)) == len(ids)


def test_people_ask_about_their_own_facilitys_orders_and_invoices() -> None:
    screens = Screens()
    facility = screens.place.site.enterprise.facilities[0]
    unit = facility.business_unit
    screens.party.on_effect(
        "procurement", Effect("procurement.order", "PO-9", facility=facility.ship_to)
    )
    screens.party.on_effect("erp", Effect("erp.invoice", "100/I-9", facility=unit))
    screens.run()
    keys = {request.operation: key for request, key in screens.asked}
    assert LATER.items() <= keys.items()
    callers = {r.caller.partition("/")[2] for r, _ in screens.asked if r.operation in LATER}
    departments = map(screens.place.site.enterprise.department_at, sorted(callers))
    assert {department.facility for department in departments} == {facility.code}


@pytest.mark.parametrize(("stale", "noted"), [(False, True), (True, False)])
def test_a_wrong_answer_is_noted_unless_it_says_that_it_is_old(stale: bool, noted: bool) -> None:
    def lie(request: Request) -> Answer:
        result = {"on_hand_ea": -1}
        if request.operation != "find_stock":
            return Answer(503, {})
        return Answer(200, {"stale": stale, "result": result})

    screens = Screens(lie)
    screens.run()
    assert bool(screens.misinformed) is noted


def test_an_integration_without_an_api_layer_harms_nobody() -> None:
    screens = Screens(lambda request: Answer(501, {}))
    screens.run()
    assert screens.asked
    assert not screens.misinformed

"""By any of its names, a document leads back to what brought it and on to what became of it."""

from __future__ import annotations

import pytest

from integration_under_test.reference.observability.audit import Audit
from integration_under_test.reference.observability.lineage import Lineage, Trail
from integration_under_test.reference.store.acts import Sent
from integration_under_test.reference.store.store import Applied, Arrival, Store
from tests.unit.integration_under_test.reference.fakes import FakeHost

EVENT = "/inventory|inventory-7"
COST, CHARGE = (f"t|{EVENT}|0000{n}|{name}/US-1" for n, name in enumerate(("cost", "charge")))
LETTER = "t|e-8|00000|send_order/PO-1"


class House:
    """A store with its audit, and questions to it."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.audit = Audit(host.storage, host, {})
        self.store = Store(host.storage, self.audit.note)

    def accept(self, key: str, *rows: str, correlation: str = "inventory:US-1") -> None:
        stored = {row: {"correlation_id": correlation} for row in rows}
        self.host.clock.run(self.store.accept(Arrival(key), stored))

    def finish(self, row: str, applied: Applied) -> None:
        self.host.clock.run(self.store.finish(row, row, applied))

    def trail(self, name: str) -> Trail:
        return self.host.clock.run(Lineage(self.host.storage).of(name))


@pytest.fixture
def house(host: FakeHost) -> House:
    """A usage whose cost is booked and whose charge waits, and an order that was sent."""
    house = House(host)
    house.accept(EVENT, COST, CHARGE)
    house.finish(
        COST, Applied(0, ("cost/US-1", "9001"), sent=Sent("erp", "post_cost", 0, {"n": 1}))
    )
    house.accept("/procurement|e-8", LETTER, correlation="procurement:PO-1")
    sent = Sent("30000001", "850-12", 0, b"ISA", number=12)
    house.finish(LETTER, Applied(numbered=True, sent=sent))
    return house


def test_a_business_key_leads_back_and_on(house: House) -> None:
    trail = house.trail("US-1")
    assert [entry["subject"] for entry in trail.came_in] == [EVENT]
    assert [(entry["act"], entry["operation"]) for entry in trail.acts] == [("done", "post_cost")]
    assert trail.waiting == (CHARGE,)
    assert trail.correlations == ("inventory:US-1",)


@pytest.mark.parametrize("name", ["inventory-7", EVENT, "inventory:US-1"])
def test_an_event_is_known_by_its_id_its_key_and_its_correlation(house: House, name: str) -> None:
    trail = house.trail(name)
    assert [entry["subject"] for entry in trail.came_in] == [EVENT]
    assert (len(trail.acts), trail.waiting) == (1, (CHARGE,))


@pytest.mark.parametrize("name", ["850-12", "12"])
def test_a_letter_is_known_by_its_name_and_its_control_number(house: House, name: str) -> None:
    trail = house.trail(name)
    assert [entry["subject"] for entry in trail.came_in] == ["/procurement|e-8"]
    assert [entry["subject"] for entry in trail.acts] == [LETTER]


def test_a_targets_own_number_leads_to_the_event(house: House) -> None:
    trail = house.trail("9001")
    assert [entry["subject"] for entry in trail.came_in] == [EVENT]
    assert [entry["subject"] for entry in trail.acts] == [COST]


def test_what_died_is_told(house: House) -> None:
    item = {"type": "unmapped_code", "owner": "master data desk"}
    house.host.clock.run(house.store.bury(CHARGE, {"item": item}))
    trail = house.trail("US-1")
    assert (trail.waiting, trail.dead) == ((), (CHARGE,))
    assert trail.acts[-1]["type"] == "unmapped_code"


def test_a_command_that_replaced_another_belongs_to_its_story(house: House) -> None:
    by = f"{CHARGE}>answer/US-1"
    house.host.clock.run(house.store.replace(CHARGE, (by, {}), reopens=""))
    house.finish(by, Applied(sent=Sent("LAB", "answer.txt", 0, b"no")))
    trail = house.trail("US-1")
    assert [entry["subject"] for entry in trail.acts] == [COST, CHARGE, by]


def test_an_event_that_an_effect_caused_is_correlated(house: House) -> None:
    house.accept("/erp|erp-3", "t|/erp|erp-3|00000|tell/9001")
    trail = house.trail("inventory-7")
    assert [entry["subject"] for entry in trail.correlated] == ["/erp|erp-3"]


def test_sealed_entries_tell_the_same(house: House) -> None:
    before = house.trail("US-1")
    house.host.clock.run(house.audit.seal())
    assert house.trail("US-1") == before


def test_an_unknown_name_has_an_empty_trail(house: House) -> None:
    assert house.trail("US-9") == Trail("US-9", (), (), (), (), ())

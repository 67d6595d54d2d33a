"""Who works with the risk service (S20): each step waits for the one before it."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Document, WorkItem
from mock_systems.service import Effect
from sim.world.parties.party import Place
from sim.world.parties.supplier_risk.supplier_risk import SupplierRisk
from tests.unit.sim.world.stand_in import Settings, Town

EVENTFUL = {"supplier_requests_per_week": 500.0, "risk_holds_per_month": 8000.0}


class Group:
    """A group whose requests are screened, and told of, a second later."""

    def __init__(self, connected: bool = True, seed: int = 7) -> None:
        self.town = Town(Settings(seed=seed, connected=False, parameters=EVENTFUL))
        self.connected = connected
        self.blocked: list[bool] = []
        world = self.town.world
        self.risk = SupplierRisk(Place(world.site, world.agenda, post, record))
        world.watchers.append(self.risk.on_effect)
        world.watchers.append(self.carry)
        self.risk.start()
        self.town.run(6.0)

    def carry(self, system: str, effect: Effect) -> None:
        acts = {
            "procurement.supplier_request": self.screen,
            "supplier_risk.screening_result": self.tell,
            "supplier_risk.hold": self.look,
        }
        if self.connected and effect.kind in acts:
            agenda = self.town.world.agenda
            agenda.always_at(agenda.now_s + 1.0, acts[effect.kind], effect)

    def screen(self, effect: Effect) -> None:
        body = {
            "external_reference": effect.key,
            "legal_name": effect.facts["name"],
            "tax_number": effect.facts["tax_id"].replace("-", ""),
            "checks": ["sanctions"],
        }
        self.town.world.site.desk.do("supplier_risk", "request_screening", body, "hub")

    def tell(self, effect: Effect) -> None:
        desk = self.town.world.site.desk
        asked = {"request-reference": effect.key}
        found = desk.do("procurement", "find_supplier_requests", asked, "hub")
        body = {"id": found["supplier-requests"][0]["id"], "result": effect.facts["result"]}
        desk.do("procurement", "record_screening", {**body, "screened-by": "hub"}, "hub")

    def look(self, effect: Effect) -> None:
        """Whether a clerk would find an item that names this hold blocked."""
        reason = f"409 SUPPLIER_ON_HOLD: risk hold {effect.key} stands"
        item = WorkItem("W-1", "refused", "desk", "P04", ("REQ-1",), reason)
        blocked = self.town.world.site.offers.blocked(item)
        assert blocked == bool(effect.facts["active"])
        self.blocked.append(blocked)

    def keys(self, kind: str) -> list[str]:
        return [effect.key for effect in self.town.of(kind)]


def post(mailbox: str, document: Document) -> None:
    raise AssertionError(f"{mailbox} sends {document.id}")


def record(book: str, caller: str, effect: Effect) -> None:
    raise AssertionError(f"{book} has no book: {effect}")


@pytest.fixture(scope="module")
def group() -> Group:
    return Group()


def test_a_clear_request_is_decided_by_somebody_else_and_taken_on(group: Group) -> None:
    decided = group.keys("procurement.supplier_decision")
    linked = group.keys("procurement.supplier_onboarding")
    assert len(decided) > len(linked) > 3
    assert set(linked) <= set(decided) <= set(group.keys("procurement.supplier_request"))
    assert group.town.noted()["refused"] == 0


def test_without_a_screening_nobody_is_decided_on() -> None:
    alone = Group(connected=False)
    assert alone.keys("procurement.supplier_request")
    assert not alone.keys("procurement.supplier_decision")


def test_every_hold_is_released_by_the_time_the_run_settles(group: Group) -> None:
    versions: dict[str, list[int]] = {}
    for effect in group.town.of("supplier_risk.hold"):
        versions.setdefault(effect.key, []).append(effect.version)
    assert versions
    assert set(map(tuple, versions.values())) == {(1, 2)}


def test_an_item_is_blocked_while_the_hold_that_it_names_stands(group: Group) -> None:
    assert set(group.blocked) == {True, False}


def test_it_has_no_mailbox(group: Group) -> None:
    assert not list(group.risk.mailboxes())
    document = Document("X-1", "GROUP", "text/plain", b"")
    assert "takes no documents, got X-1" in group.risk.accept("S20", document)

"""Service orders of departments (S02): asked for, sourced, approved before anybody works."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.streams import Streams
from sim.world.parties.edi_suppliers.speakers import edi_speakers
from sim.world.parties.service_desk.desk import ServiceDesk
from sim.world.parties.service_desk.jobs import visits
from tests.unit.sim.world.parties.office import DAY, Office

BUSY: dict[str, float] = {
    "service_requisition_share": 3.0,
    "requisition_approval_adhoc_median_h": 0.5,
}


def bought() -> Office:
    office = Office(ServiceDesk, DAY, **BUSY)
    office.run(3.0)
    return office


def test_a_service_is_sourced_whole_and_then_decided() -> None:
    town = bought().town
    asked = {effect.key: effect.amount_minor for effect in town.of("procurement.requisition")}
    decided = {effect.key for effect in town.of("procurement.requisition_decision")}
    assert len(decided) >= 5
    assert decided <= set(asked)
    sourced: dict[str, int] = {}
    for effect in town.of("procurement.sourcing"):
        number = effect.key.partition("/")[0]
        sourced[number] = sourced.get(number, 0) + effect.amount_minor
    assert all(sourced[number] == asked[number] for number in decided)
    assert not town.of("procurement.order")  # nobody confirms a budget here


def test_firms_that_send_documents_do_no_services() -> None:
    office = bought()
    town = office.town
    site = office.place.site
    firms = {effect.facts["supplier"] for effect in town.of("procurement.sourcing")}
    assert firms
    assert not firms & set(edi_speakers(site.enterprise, site.parameters))


def test_every_visit_is_a_line_of_its_own() -> None:
    for n in range(20):
        lines = visits(Streams(7), ("H01-W1", n))
        assert [line["line-num"] for line in lines] == list(range(1, len(lines) + 1))
        assert {line["kind"] for line in lines} == {"service"}
        assert len({line["amount"] for line in lines}) == 1


def test_an_order_of_goods_is_none_of_its_business() -> None:
    office = Office(ServiceDesk)
    lines = [{"line": 1, "item": "100", "qty": 1, "uom": "box", "unit_price_minor": 100}]
    order = Effect("procurement.order", "PO-1", facts={"cost_center": "CC-1", "lines": lines})
    office.party.on_effect("procurement", order)
    office.on(5.0)
    assert office.town.effects == []

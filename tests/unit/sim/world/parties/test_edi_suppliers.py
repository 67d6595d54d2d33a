"""S09 at its mailbox: what a supplier takes, refuses, answers, books, and when (P05)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from typing import Any

import pytest
import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.x12 import acknowledgement, order, order_ack
from mock_systems.standards.x12.acknowledgement import ACKNOWLEDGEMENT_997
from mock_systems.standards.x12.envelope import Delimiters, Envelope, Partner
from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.parties import Place as Dock
from mock_systems.standards.x12.products import Product
from mock_systems.standards.x12.receiving import accepted
from sim.clock.tempo import Tempo
from sim.streams import Streams
from sim.world.agenda import Agenda
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.parties.edi_suppliers.suppliers import EdiSuppliers
from sim.world.parties.party import Place
from sim.world.site import Site
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

HOSPITALS = Partner("0614141000005")
FIRST_DAY = date(2026, 4, 14)
LINES = [
    {"line": 1, "item": "100000187", "qty": 4, "uom": "BX", "unit_price_minor": 1250},
    {"line": 2, "item": "100000828", "qty": 1, "uom": "EA", "unit_price_minor": 3000},
]
ANSWERS = {"edi_855_line_share": 0.85}
"""As many answer as take orders."""


@lru_cache
def enterprise() -> Enterprise:
    return build_enterprise(Streams(7), load_parameters({}), 0.02, Calendar(FIRST_DAY))


@dataclass
class Clock:
    env: simpy.Environment = field(default_factory=simpy.Environment)
    tempo: Tempo = field(default_factory=Tempo)

    def now_s(self) -> float:
        return float(self.env.now)


class Town:
    """The party alone, with what it posted and recorded, each with its instant."""

    def __init__(self, **parameters: float) -> None:
        clock = Clock()
        self.env = clock.env
        self.posted: list[tuple[float, str, str]] = []
        self.recorded: list[tuple[float, str, Effect]] = []
        self.notes: list[tuple[str, ...]] = []
        self.site = site = Site(
            clock,
            Streams(7),
            enterprise(),
            Calendar(FIRST_DAY),
            load_parameters({**ANSWERS, **parameters}),
            Desk({}),
            lambda *note: self.notes.append(note),
        )
        self.party = EdiSuppliers(Place(site, Agenda(self.env, 0.0), self._post, self._record))
        self.mailbox, self.other = list(self.party.mailboxes())[:2]
        self._numbers = count(1)

    def issue(self, number: str = "PO-1", **facts: Any) -> None:
        center = enterprise().departments[0].cost_center
        told = {"supplier": self.mailbox, "cost_center": center, "lines": LINES, **facts}
        self.party.on_effect(
            "procurement", Effect("procurement.order", number, amount_minor=8000, facts=told)
        )

    def send(self, text: str, mailbox: str = "", content_type: str = "application/edi-x12") -> str:
        document = Document(f"d-{next(self._numbers)}", "H", content_type, text.encode("latin-1"))
        return self.party.accept(mailbox or self.mailbox, document)

    def effects(self, kind: str) -> list[tuple[str, str, int]]:
        """Caller, key, amount."""
        return [(c, e.key, e.amount_minor) for _, c, e in self.recorded if e.kind == kind]

    def answers(self) -> list[str]:
        """AK5 statuses of all 997s in order."""
        found = [accepted(text, ACKNOWLEDGEMENT_997) for _, _, text in self.posted]
        return [one.status for answers in found for answer in answers for one in answer.sets]

    def _post(self, mailbox: str, document: Document) -> None:
        self.posted.append((self.env.now, mailbox, document.content.decode("ascii")))

    def _record(self, book: str, caller: str, effect: Effect) -> None:
        assert book == "suppliers"
        self.recorded.append((self.env.now, caller, effect))


def envelope(mailbox: str, control: int = 1) -> Envelope:
    return Envelope(HOSPITALS, Partner(mailbox), datetime(2026, 4, 14, 7, tzinfo=UTC), control)


def purchase(number: str = "PO-1") -> PurchaseOrder:
    lines = (
        OrderLine("1", 4, "BX", 1250, Product("100000187")),
        OrderLine("2", 1, "EA", 3000, Product("100000828")),
    )
    return PurchaseOrder(number, FIRST_DAY, Dock("DOCK", "0614141000012"), lines)


def sound(town: Town, control: int = 1, number: str = "PO-1") -> str:
    return order.build(purchase(number), envelope(town.mailbox, control))


def test_an_issued_order_is_expected_of_its_supplier_alone() -> None:
    town = Town()
    town.issue("PO-1")
    town.issue("PO-2", supplier="39999999")
    assert town.effects("suppliers.order_expected") == [("world/edi_suppliers", "PO-1", 8000)]


def test_a_sound_order_is_confirmed_and_booked_within_the_hour() -> None:
    town = Town()
    town.issue()
    assert town.send(sound(town)) == ""
    assert (town.posted, town.effects("suppliers.order_received")) == ([], [])
    town.env.run(3600.1)
    assert town.answers()[0] == "A"
    assert town.posted[0][0] >= 60.0
    assert town.effects("suppliers.order_received") == [("integration", "PO-1", 8000)]


def test_the_answer_comes_within_four_hours_of_the_booking() -> None:
    town = Town()
    town.issue()
    town.send(sound(town))
    town.env.run()
    sent_s, mailbox, text = town.posted[-1]
    assert (mailbox, accepted(text, order_ack.ORDER_ACKNOWLEDGEMENT)[0].order_number) == (
        town.mailbox,
        "PO-1",
    )
    booked_s = next(t for t, _, e in town.recorded if e.kind == "suppliers.order_received")
    assert booked_s < sent_s <= booked_s + 4 * 3600
    assert town.effects("suppliers.acknowledgement") == [("world/edi_suppliers", "PO-1", 0)]


def test_a_supplier_that_answers_by_telephone_sends_no_855() -> None:
    town = Town(edi_850_line_share=0.95, edi_855_line_share=0.6)
    for n in range(1, 41):
        town.issue(f"PO-{n}")
        town.send(sound(town, n, f"PO-{n}"))
    town.env.run()
    answered = len(town.effects("suppliers.acknowledgement"))
    assert 15 <= answered <= 34
    assert len(town.effects("suppliers.order_received")) == 40


def test_an_order_that_breaks_the_standard_is_rejected_without_effect() -> None:
    town = Town()
    broken = sound(town).replace("CTT*2", "CTT*7")
    assert town.send(broken) == ""
    town.env.run()
    assert (town.answers(), town.recorded) == (["R"], [])
    assert body_errors(town.posted[0][2]) == envelope_errors(town.posted[0][2]) == []


def test_a_truncated_interchange_is_refused_by_a_ta1() -> None:
    town = Town()
    town.send(sound(town)[:-20])
    town.env.run()
    assert ["~TA1*000000001*" in text for _, _, text in town.posted] == [True]
    assert town.recorded == []


def test_a_rejected_interchange_may_come_again_mended_under_its_number() -> None:
    town = Town()
    town.send(sound(town)[:-20])
    assert town.send(sound(town)) == ""
    town.env.run()
    assert len(town.effects("suppliers.order_received")) == 1


def test_the_same_interchange_twice_is_one_order() -> None:
    town = Town()
    assert [town.send(sound(town)), town.send(sound(town))] == ["", ""]
    town.env.run()
    assert (len(town.effects("suppliers.order_received")), len(town.answers())) == (1, 1)


def test_the_same_order_under_a_new_control_number_is_a_second_order() -> None:
    town = Town()
    town.issue()
    town.send(sound(town, 1))
    town.send(sound(town, 2))
    town.env.run()
    assert len(town.effects("suppliers.order_received")) == 2
    told = [e.facts["ack_number"] for _, _, e in town.recorded if "ack_number" in e.facts]
    assert sorted(told) == ["SO000001", "SO000002"]


def test_a_control_number_cannot_be_used_for_another_order() -> None:
    town = Town()
    town.send(sound(town, 1, "PO-1"))
    assert "control number 1 was used" in town.send(sound(town, 1, "PO-2"))


def test_a_mailbox_keeps_nothing_that_is_not_for_it() -> None:
    town = Town()
    assert "is for" in town.send(sound(town), mailbox=town.other)
    assert "expected application/edi-x12" in town.send(sound(town), content_type="text/csv")
    assert "ISA" in town.send("PO-1;4;BX")
    town.env.run()
    assert town.posted == []


@pytest.mark.parametrize(
    ("sound_part", "broken_part"),
    [
        ("ST*850*0001", "ST*850*000\xe9"),
        ("GS*PO*", "GS*P^*"),
        ("*U*00401*", "*U*00400*"),
        ("BEG*00*", "BEG*\x00*"),
        ("~ST*", "~ST~*"),
    ],
)
def test_garbage_is_refused_or_rejected_and_never_booked(sound_part: str, broken_part: str) -> None:
    town = Town()
    refused = town.send(sound(town).replace(sound_part, broken_part))
    town.env.run()
    assert ["~AK9*R*" in text for _, _, text in town.posted] == ([] if refused else [True])
    assert town.recorded == []


def test_an_order_at_the_wrong_supplier_does_not_pass_for_the_right_one() -> None:
    town = Town()
    town.issue(supplier=town.other)
    town.send(sound(town))
    town.env.run()
    (booked,) = town.effects("suppliers.order_received")
    assert booked[1] == f"PO-1 at {town.mailbox}"
    assert town.effects("suppliers.acknowledgement") == []


def test_a_confirmation_of_ours_is_taken_without_an_answer() -> None:
    town = Town()
    town.send(sound(town))
    town.env.run()
    confirmed = accepted(town.posted[0][2], ACKNOWLEDGEMENT_997)[0]
    before = len(town.posted)
    assert town.send(acknowledgement.build(confirmed, envelope(town.mailbox, 9))) == ""
    town.env.run()
    assert len(town.posted) == before
    assert town.notes == []


def test_a_document_that_the_group_refused_is_noted() -> None:
    town = Town()
    town.send(sound(town))
    town.env.run()
    confirmed = accepted(town.posted[0][2], ACKNOWLEDGEMENT_997)[0]
    refused = replace(
        confirmed,
        group="SH",
        control_number=17,
        status="R",
        accepted=0,
        sets=(replace(confirmed.sets[0], code="856", status="R"),),
    )
    assert town.send(acknowledgement.build(refused, envelope(town.mailbox, 9))) == ""
    town.env.run()
    assert town.notes == [("edi_rejected", f"supplier/{town.mailbox}", "SH/17", "R")]


def test_an_order_in_other_delimiters_is_answered_in_them() -> None:
    """Its data may hold what would be a delimiter elsewhere."""
    town = Town()
    line = replace(purchase().lines[0], description="GLOVE: 5^6 * ~")
    chosen = Delimiters("|", "<", "'", "!")
    shape = replace(envelope(town.mailbox), delimiters=chosen)
    assert town.send(order.build(replace(purchase(), lines=(line,)), shape)) == ""
    town.env.run()
    assert {text[3] + text[104:106] for _, _, text in town.posted} == {"|<'"}
    answer = accepted(town.posted[-1][2], order_ack.ORDER_ACKNOWLEDGEMENT)[0]
    assert answer.lines[0].line.description == "GLOVE: 5^6 * ~"


def test_control_numbers_of_a_mailbox_are_dense() -> None:
    town = Town()
    for n in range(1, 6):
        town.send(sound(town, n, f"PO-{n}"))
    town.env.run()
    assert [int(text[90:99]) for _, _, text in town.posted] == list(range(1, 11))

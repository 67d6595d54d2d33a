"""S14 at its mailbox: what the bank takes, settles, returns, and says of it (P08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest
import simpy

from integration_under_test.boundary import Document
from mock_systems.erp.payment_files import COMPANY_ID, COMPANY_NAME, HOUSE_BANK, HOUSE_BANK_NAME
from mock_systems.service import Effect
from mock_systems.standards.files import statement_file
from mock_systems.standards.files.payment_file import (
    PaymentBatch,
    PaymentEntry,
    PaymentFile,
    build,
)
from sim.clock.tempo import Tempo
from sim.streams import Streams
from sim.world.agenda import Agenda
from sim.world.calendar import DAY_S, HOUR_S, Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.offers import Deposit
from sim.world.parties.bank.bank import Bank
from sim.world.parties.bank.vendor_desk import PROPOSERS
from sim.world.parties.party import Place
from sim.world.site import Site
from tests.unit.mock_systems.standards.files.bai2_referee import transactions

FIRST_DAY = date(2026, 4, 14)
"""A Tuesday."""
NACHA = "text/plain;layout=nacha"


@lru_cache
def enterprise() -> Enterprise:
    return build_enterprise(Streams(7), load_parameters({}), 0.02, Calendar(FIRST_DAY))


@dataclass
class Clock:
    env: simpy.Environment = field(default_factory=simpy.Environment)
    tempo: Tempo = field(default_factory=Tempo)

    def now_s(self) -> float:
        return float(self.env.now)


class Screens(Desk):
    """Notes what people typed."""

    def __init__(self) -> None:
        super().__init__({})
        self.typed: list[tuple[str, dict[str, Any]]] = []

    def do(
        self, system: str, operation: str, body: Mapping[str, Any], actor: str
    ) -> dict[str, Any]:
        assert (system, actor) == ("erp", "finance/vendor-master")
        self.typed.append((operation, dict(body)))
        return {}


class Town:
    """The bank alone; demand lasts three days, what is under way is posted within five more."""

    def __init__(self, **parameters: float) -> None:
        clock = Clock()
        self.env = clock.env
        self.screens = Screens()
        self.posted: list[tuple[float, Document]] = []
        self.recorded: list[Effect] = []
        quiet = {"bank_changes_per_week": 0.0, "erroneous_payment_share": 0.0}
        self.site = Site(
            clock,
            Streams(7),
            enterprise(),
            Calendar(FIRST_DAY),
            load_parameters({**quiet, **parameters}),
            self.screens,
            lambda *_: None,
        )
        agenda = Agenda(self.env, 5 * DAY_S)
        agenda.stop_demand_at_s = 3 * DAY_S
        self.bank = Bank(Place(self.site, agenda, self._post, self._record))
        self.bank.start()

    def pay(self, number: str, minor: int, method: str = "ACH") -> None:
        facts = {"supplier": "30000001", "invoice": f"INV-{number}", "method": method}
        made = Effect("erp.payment", number, amount_minor=minor, facility="BU100", facts=facts)
        self.bank.on_effect("erp", made)

    def send(self, text: str, kind: str = NACHA) -> str:
        return self.bank.accept("BANK", Document("PF-1", "GROUP", kind, text.encode("latin-1")))

    def of(self, kind: str) -> list[tuple[str, int]]:
        return [(e.key, e.amount_minor) for e in self.recorded if e.kind == kind]

    def statements(self) -> list[str]:
        return [document.content.decode("ascii") for _, document in self.posted]

    def _post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender == "BANK"
        self.posted.append((self.env.now, document))

    def _record(self, book: str, caller: str, effect: Effect) -> None:
        assert (book, effect.kind.partition(".")[0]) == ("bank", "bank")
        expected = "integration" if effect.kind == "bank.payment_received" else "world/bank"
        assert caller == expected
        self.recorded.append(effect)


def file(*payments: tuple[str, int], modifier: str = "A") -> PaymentFile:
    entries = tuple(
        PaymentEntry(n, "021000021", "11112222", minor, "30000001", "SUPPLIER 1", number)
        for n, (number, minor) in enumerate(payments, start=1)
    )
    batch = PaymentBatch(1, COMPANY_NAME, COMPANY_ID, "SUPPLIERS", date(2026, 4, 15), entries)
    created = datetime.fromisoformat("2026-04-14T14:00")  # the form of local times
    head = (HOUSE_BANK, HOUSE_BANK_NAME, COMPANY_ID, COMPANY_NAME, created, modifier)
    return PaymentFile(*head, (batch,))


def test_a_file_is_booked_settled_on_the_next_day_and_told_of_the_morning_after() -> None:
    town = Town()
    town.pay("PAY-1", 500)
    town.pay("PAY-2", 700)
    assert town.of("bank.payment_expected") == [("PAY-1", 500), ("PAY-2", 700)]
    assert town.send(build(file(("PAY-1", 500), ("PAY-2", 700)))) == ""
    town.env.run(until=DAY_S)
    assert town.of("bank.payment_received") == [("PAY-1", 500), ("PAY-2", 700)]
    assert town.of("bank.settlement") == []
    town.env.run(until=2 * DAY_S)
    assert town.of("bank.settlement") == [("PAY-1", 500), ("PAY-2", 700)]
    town.env.run(until=2 * DAY_S + 7 * HOUR_S)
    found = transactions(town.statements()[-1])
    assert [(one["type"], one["amount"], one["customer reference"]) for one in found] == [
        ("451", "500", "PAY-1"),
        ("451", "700", "PAY-2"),
    ]


def test_statements_come_every_morning_and_roll_forward() -> None:
    town = Town()
    town.pay("PAY-1", 500)
    town.send(build(file(("PAY-1", 500))))
    town.site.offers.deposits(Deposit("T-1", "PAYER", 900, date(2026, 4, 14)))
    town.env.run(until=8 * DAY_S)
    accounts = [statement_file.read(text).groups[0].accounts[0] for text in town.statements()]
    assert len(accounts) == 3
    for before, after in pairwise(accounts):
        assert after.opening_minor == before.closing_minor
    assert accounts[-1].closing_minor - accounts[0].opening_minor == 900 - 500
    assert town.of("bank.deposit") == [("T-1", 900)]
    for text in town.statements():
        transactions(text)


def test_the_same_file_again_changes_nothing() -> None:
    town = Town()
    text = build(file(("PAY-1", 500)))
    assert (town.send(text), town.send(text)) == ("", "")
    town.env.run(until=3 * DAY_S)
    assert town.of("bank.payment_received") == [("PAY-1", 500)]


def test_the_same_payments_under_another_modifier_are_paid_twice() -> None:
    town = Town()
    town.send(build(file(("PAY-1", 500))))
    town.send(build(file(("PAY-1", 500), modifier="B")))
    town.env.run(until=3 * DAY_S)
    assert town.of("bank.settlement") == [("PAY-1", 500)] * 2
    assert town.bank.book.received == [("PAY-1", 500)] * 2


def test_a_modifier_names_one_file_of_a_day() -> None:
    town = Town()
    town.send(build(file(("PAY-1", 500))))
    assert "give a new file the next modifier" in town.send(build(file(("PAY-1", 501))))


GOOD = build(file(("PAY-1", 500)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("0000000500", "0000000600", 1), "control total"),
        (GOOD.replace("02100002111112222", "02100002211112222"), "check digit"),
        ("\n".join(GOOD.splitlines()[:5]) + "\n", "truncated"),
        (GOOD.replace("SUPPLIER 1", "SUPPLI\xc9R 1"), "expected ASCII"),
        (build(replace(file(("PAY-1", 500)), bank="021000021")), f"for bank {HOUSE_BANK}"),
        ("", "empty"),
    ],
)
def test_a_bad_file_is_refused_whole(text: str, words: str) -> None:
    town = Town()
    assert words in town.send(text)
    town.env.run(until=3 * DAY_S)
    assert town.recorded == []
    assert town.send(GOOD) == "", "the corrected file may come under the same name"


def test_another_kind_of_document_is_refused() -> None:
    assert Town().send(GOOD, "application/edi-x12").startswith(f"expected {NACHA}")


def test_what_cannot_be_delivered_comes_back_within_two_banking_days() -> None:
    town = Town(erroneous_payment_share=1.0)
    town.pay("PAY-1", 500)
    town.send(build(file(("PAY-1", 500))))
    town.env.run(until=8 * DAY_S)
    assert town.of("bank.return") == [("PAY-1", 500)]
    (back,) = [e for e in town.recorded if e.kind == "bank.return"]
    told = [one for text in town.statements() for one in transactions(text)]
    (credit,) = [one for one in told if one["type"] == "257"]
    assert credit["text"].startswith(f"RETURN {back.facts['reason']} ")
    left = [e.kind for e in town.recorded]
    assert left.index("bank.settlement") < left.index("bank.return")
    ((operation, body),) = town.screens.typed
    assert (operation, body["SupplierNumber"]) == ("propose_bank_change", "30000001")


def test_a_change_is_decided_by_another_person_than_its_proposer() -> None:
    town = Town()
    for change in range(1, 41):
        proposed = {"status": "PROPOSED", "last_four": "1234"}
        town.bank.on_effect("erp", Effect("erp.bank_change", f"30000001/{change}", facts=proposed))
    town.env.run(until=8 * DAY_S)
    decided = [operation for operation, _ in town.screens.typed]
    assert set(decided) == {"approve_bank_change", "reject_bank_change"}
    people = {body.get("ApprovedBy") or body["RejectedBy"] for _, body in town.screens.typed}
    assert not people & set(PROPOSERS)


def test_a_cheque_is_presented_days_later_without_a_file() -> None:
    town = Town(cheque_presented_median_d=1.0)
    town.pay("PAY-1", 500, "CHECK")
    town.pay("PAY-2", 0, "NONE")
    town.env.run(until=8 * DAY_S)
    assert town.of("bank.payment_expected") == []
    assert town.of("bank.settlement") == [("PAY-1", 500)]
    told = [one for text in town.statements() for one in transactions(text)]
    assert [(one["type"], one["customer reference"]) for one in told] == [("475", "PAY-1")]

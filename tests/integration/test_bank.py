"""S14 and P08 in whole runs: files to the bank, statements back, payments that come back.

The stand-in reads BAI2 and passes NACHA on; files are judged by readers of their own.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sim.experiment.run import Judged
from tests.couriers.bank import BankCourier, DropsStatements, PaysTwice
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.unit.mock_systems.standards.files.bai2_referee import transactions
from tests.unit.mock_systems.standards.files.nacha_referee import payments

TROUBLED = (("erroneous_payment_share", 0.1),)
"""So that some payments come back within a few days."""


class Parameters(dict[str, float]):
    """Overrides that can be remembered with the run that they made."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def judged(kind: type[Courier] = BankCourier, days: int = 4) -> tuple[Judged, list[Any]]:
    return serve((kind,), ("bank",), days=days, parameters=Parameters(TROUBLED))


def test_every_transfer_reaches_the_bank_once_and_what_it_says_reaches_the_books() -> None:
    found, _ = judged()
    assert outcomes(found) == {}
    made = states(found, "P08")
    assert made["bank.payment_received met"] >= 30
    assert made["erp.payment_clearing met"] >= 20
    assert made["erp.payment_rejection met"] >= 1
    assert made["procurement.payment_return met"] == made["erp.payment_rejection met"]
    assert not any(key.endswith(("lost_silent", "lost_visible")) for key in made)


def test_a_payment_that_came_back_is_made_again_under_another_number() -> None:
    found, _ = judged(days=6)
    assert outcomes(found) == {}
    rejected = effects(found, "erp.payment_rejection")
    assert rejected
    paid = effects(found, "procurement.payment")
    assert set(rejected) < set(paid)
    assert set(paid.values()) == {1}


class BooksSlowly(BankCourier):
    """As where a day has a thousand transactions: longer than the bank waits for an answer."""

    async def read(self, statement: str, name: str) -> None:
        await asyncio.sleep(600.0)
        await super().read(statement, name)


def test_a_statement_that_takes_long_to_book_is_acknowledged_at_once() -> None:
    found, _ = judged(BooksSlowly)
    assert outcomes(found) == {}


def test_every_statement_is_sound() -> None:
    _, received = judged()
    assert len(received) >= 4
    told = [one for document in received for one in transactions(document.content.decode("ascii"))]
    assert {one["type"] for one in told} >= {"451", "257"}


def test_every_file_is_sound() -> None:
    sent: list[str] = []

    class Listening(BankCourier):
        async def send(self, name: str, text: str) -> None:
            sent.append(text)
            await super().send(name, text)

    found, _ = serve((Listening,), ("bank",))
    paid = [one["reference"] for text in sent for one in payments(text)]
    assert sorted(paid) == sorted(effects(found, "bank.payment_expected"))


def test_the_same_file_under_a_new_modifier_pays_twice() -> None:
    found, _ = judged(PaysTwice)
    failed = outcomes(found)
    assert "duplicate effects" in failed["duplicates"]
    assert set(effects(found, "bank.payment_received").values()) == {2}


def test_statements_that_nobody_reads_leave_payments_uncleared() -> None:
    found, _ = judged(DropsStatements)
    assert "lost" in outcomes(found)["loss"]
    assert states(found, "P08")["erp.payment_clearing lost_silent"] >= 20


def test_without_the_bank_nothing_is_owed_to_it() -> None:
    found, _ = serve((BankCourier,), ("clinics",), days=1)
    assert not any(key.startswith("bank.") for key in states(found, "P08"))

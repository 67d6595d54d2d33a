"""P06 and P12: what a recall notice and an alternate make due (C15, C03)."""

from __future__ import annotations

from typing import Any

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.book import ObligationBook
from sim.obligations.p06_receipt import FLOW as P06
from sim.obligations.p12_substitution import FLOW as P12
from tests.unit.sim.obligations.test_flows import HOUR_US, NOW_US, Rows, Truth

KEY = "Z-1/stent/B1"


def owed(effect: Effect) -> list[Row]:
    written = Rows()
    book = ObligationBook(Truth(), written, (P06, P12))
    book.on_effect(effect.kind.partition(".")[0], effect)
    return written.rows


def notice(held: bool) -> Effect:
    return Effect("recalls.notice", KEY, facts={"item": "stent", "lot": "B1", "held": held})


def recall(*usages: tuple[str, int], reference: str = "Z-1") -> Effect:
    facts: dict[str, Any] = {"reference": reference, "quarantined": 7, "usages": list(usages)}
    return Effect("inventory.recall", KEY, facts=facts)


def test_a_notice_of_a_lot_that_is_held_owes_its_recall_within_the_hour() -> None:
    (row,) = owed(notice(held=True))
    assert (row.flow, row.f, row.effect_key) == ("P06", "inventory.recall", KEY)
    assert row.due_us - NOW_US == HOUR_US


def test_a_notice_of_a_lot_that_was_never_held_owes_an_answer_alone() -> None:
    (row,) = owed(notice(held=False))
    assert (row.f, row.effect_key, row.quantity) == ("recalls.response", KEY, 0)


def test_a_recall_owes_an_answer_and_every_usage_of_which_something_was_kept() -> None:
    answer, first = owed(recall(("US-1", 2), ("US-2", 0)))
    assert (answer.f, answer.quantity) == ("recalls.response", 7)
    assert (first.f, first.effect_key, first.quantity) == (
        "safety.affected_usage",
        f"{KEY}/US-1",
        2,
    )


def test_what_people_recall_on_their_own_is_nobody_elses_business() -> None:
    assert owed(recall(("US-1", 2), reference="")) == []


def test_an_alternate_owes_its_cross_references() -> None:
    facts = {"decision": "approved", "ordered": "drape", "substitute": "stent", "po": "PO-1"}
    rows = owed(Effect("procurement.alternate", "PO-1/2/A1", facts=facts))
    assert [(row.f, row.effect_key) for row in rows] == [
        ("inventory.cross_reference", "PO-1/2/A1/stent"),
        ("billing.cross_reference", "PO-1/2/A1/SUP1"),
    ]

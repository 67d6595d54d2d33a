"""Phantoms: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from sim.checkers.phantoms import check_phantoms
from tests.unit.sim.history_builder import Story


def test_an_empty_history_is_unknown() -> None:
    assert check_phantoms(Story().history()).outcome == "unknown"


def test_a_history_without_effects_of_owed_kinds_is_unknown() -> None:
    story = Story()
    story.effect("T-1", f="inventory.transfer")
    assert check_phantoms(story.end()).outcome == "unknown"


def test_an_owed_effect_passes() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    assert check_phantoms(story.end()).outcome == "pass"


def test_an_effect_under_an_unknown_key_fails() -> None:
    story = Story()
    story.owe("a")
    row = story.effect("b", amount_minor=70)
    finding = check_phantoms(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["phantom_minor"] == 70
    assert finding.evidence[0].rows == (row,)
    assert finding.evidence[0].message == "erp.cost b: was never owed"


def test_an_effect_of_a_declared_kind_fails_even_when_nothing_was_owed() -> None:
    story = Story()
    story.effect("a")
    assert check_phantoms(story.end()).outcome == "fail"


def test_what_people_enter_is_no_phantom() -> None:
    story = Story()
    story.effect("a", process="world/clerk")
    assert check_phantoms(story.end()).outcome == "pass"


def test_a_version_that_was_never_owed_fails() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1)
    story.version("s", 5)
    finding = check_phantoms(story.end())
    assert finding.outcome == "fail"
    assert "version 5 was never owed" in finding.evidence[0].message


def test_what_nobody_asks_for_is_judged_only_where_somebody_does() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    story.effect("30000001/INV-1/PRICE", f="procurement.invoice_hold")
    assert check_phantoms(story.end()).outcome == "pass"
    story = Story()
    story.owe("30000001/INV-2/PRICE", f="procurement.invoice_hold")
    story.effect("30000001/INV-1/PRICE", f="procurement.invoice_hold")
    assert check_phantoms(story.end()).outcome == "fail"

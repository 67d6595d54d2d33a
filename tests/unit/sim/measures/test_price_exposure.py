"""Price exposure: signed and absolute, by cause, what is left last (CP6)."""

from __future__ import annotations

from sim.measures.price_exposure import CAUSES, KIND, price_exposure
from tests.unit.sim.history_builder import Story


def told(story: Story) -> dict[str, tuple[int, int, int]]:
    table = price_exposure(story.end())
    rows = table[["orders", "signed_minor", "absolute_minor"]].to_numpy().tolist()
    return {cause: tuple(row) for cause, row in zip(table["cause"], rows, strict=True)}


def at_rest(*rows: tuple[str, str, int]) -> Story:
    """(order, cause, cents)."""
    story = Story()
    story.book("consistency", effect_key="K01")
    for order, cause, amount_minor in rows:
        story.book(KIND, effect_key=order, account=cause, amount_minor=amount_minor)
    return story


def test_too_much_here_does_not_hide_too_little_there() -> None:
    found = told(at_rest(("PO-1", "ordered", 500), ("PO-2", "ordered", -300)))
    assert found["ordered"] == (2, 200, 800)
    assert found["left"] == (2, 200, 800)


def test_what_was_corrected_is_not_left() -> None:
    found = told(at_rest(("PO-1", "ordered", 500), ("PO-1", "corrected", -500)))
    assert found == {
        "ordered": (1, 500, 500),
        "billed": (0, 0, 0),
        "corrected": (1, -500, 500),
        "credited": (0, 0, 0),
        "left": (0, 0, 0),
    }


def test_all_is_zero_where_every_price_was_right() -> None:
    assert told(at_rest()) == dict.fromkeys((*CAUSES, "left"), (0, 0, 0))


def test_a_run_that_did_not_come_to_rest_says_nothing() -> None:
    story = Story()
    story.effect("US-1")
    assert price_exposure(story.end()).empty

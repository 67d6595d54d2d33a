"""Books that end alike are called so under any numbers, and what differs is said in words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sim.history.schema import Row
from sim.parity.comparison import Comparison, compare
from sim.parity.cut_offs import is_near
from sim.parity.standing import standing

HOUR_US = 3_600_000_000


def effect(
    f: str, key: str, amount_minor: int = 0, hour: float = 9.0, version: int = 0, count: int = 1
) -> Row:
    return Row(
        t_us=round(hour * HOUR_US),
        op="effect",
        f=f,
        source=f.partition(".")[0],
        effect_key=key,
        amount_minor=amount_minor,
        agg_version=version,
        count=count,
    )


def order(number: str, amount_minor: int, receipts: int = 1) -> list[Row]:
    """An order with what hangs on it."""
    return [
        effect("procurement.order", number, amount_minor),
        effect("erp.encumbrance", number, amount_minor),
        *(effect("erp.accrual", f"{number}/{n}", 500) for n in range(receipts)),
    ]


def compared(one: Iterable[Row], other: Iterable[Row], guard_s: float = 0.0) -> Comparison:
    books = {"direct": standing(one), "live": standing(other)}
    return compare(books, lambda t_us: bool(guard_s) and is_near(t_us, (0.0, 86_400.0), guard_s))


USAGES = [effect("erp.cost", f"US-0000000{n}", 100 * n) for n in range(1, 5)]


def test_equal_books_are_equal_whatever_the_order_and_the_times() -> None:
    later = [row._replace(t_us=row.t_us + HOUR_US) for row in reversed(USAGES)]
    found = compared(USAGES, later)
    assert found.is_equal
    assert (found.equal, found.renumbered) == (4, 0)


def test_documents_that_got_other_numbers_are_the_same() -> None:
    one = [*order("PO-00000001", 900), *order("PO-00000002", 700)]
    other = [*order("PO-00000001", 700), *order("PO-00000002", 900)]
    found = compared(one, other)
    assert found.is_equal
    assert (found.equal, found.renumbered) == (6, 2)


def test_a_number_is_not_enough_where_something_else_hangs_on_it() -> None:
    """Each order has the amounts of one of the other side, but not its receipts."""
    one = [*order("PO-00000001", 900, receipts=2), *order("PO-00000002", 700)]
    other = [*order("PO-00000001", 700, receipts=2), *order("PO-00000002", 900)]
    assert not compared(one, other).is_equal


@pytest.mark.parametrize("lost", ["erp.cost"])
def test_what_is_missing_is_named(lost: str) -> None:
    found = compared(USAGES, USAGES[:-1])
    assert not found.is_equal
    assert [one.words for one in found.differences] == [
        f"{lost} US-00000004 (P09): $4.00 on direct only"
    ]
    assert found.equal == 3


def test_another_amount_shows_both() -> None:
    changed = [*USAGES[:-1], USAGES[-1]._replace(amount_minor=450)]
    words = [one.words for one in compared(USAGES, changed).differences]
    assert words[0] == "erp.cost US-00000004 (P09): $4.00 on direct, $4.50 elsewhere"
    assert len(words) == 2


def test_what_was_done_twice_is_another_book() -> None:
    twice = [*USAGES, USAGES[0]]
    words = {one.words for one in compared(USAGES, twice).differences}
    assert any("2 times, $2.00 on live" in each for each in words)


def test_what_was_taken_back_does_not_stand() -> None:
    reversed_ = USAGES[0]._replace(count=-1, amount_minor=-100)
    assert compared(USAGES[1:], [*USAGES, reversed_]).is_equal


def test_of_versions_the_newest_counts() -> None:
    """Who is slow may skip one, and hears of an old one last."""
    every = [effect("procurement.invoice_status", "S/1", version=n) for n in (1, 2, 3)]
    assert compared(every, [every[0], every[2], every[1]]).is_equal
    assert compared(every, every[2:]).is_equal
    assert not compared(every, every[:2]).is_equal


def test_close_to_a_cut_off_nothing_is_judged() -> None:
    near, far = effect("erp.cost", "US-9", 100, hour=23.5), effect("erp.cost", "US-8", 1, hour=12.0)
    found = compared([*USAGES, near, far], USAGES, guard_s=3600.0)
    assert [one.line.key for one in found.near] == ["US-9"]
    assert [one.line.key for one in found.differences] == ["US-8"]

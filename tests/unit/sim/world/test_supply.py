"""What can be had of an item while it is on allocation (C03)."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import mean

from sim.streams import Streams
from sim.world.calendar import DAY_S
from sim.world.calibration import Parameters, load_parameters
from sim.world.orders import OrderedLine
from sim.world.supply import Allotment, Restriction, Supply, allot

SCARCE, FREE = "100000001", "100000002"
FROM_S, UNTIL_S = 2 * DAY_S, 10 * DAY_S
DURING_S = 4 * DAY_S


@dataclass
class Group:
    streams: Streams = field(default_factory=lambda: Streams(7))
    parameters: Parameters = field(default_factory=load_parameters)
    supply: Supply = field(default_factory=Supply)


def short(share: float = 0.4, **parameters: float) -> Group:
    group = Group(parameters=load_parameters(parameters))
    group.supply.restrict(Restriction(frozenset({SCARCE}), share, FROM_S, UNTIL_S, 5.0))
    return group


def line(quantity: int, item: str = SCARCE) -> OrderedLine:
    return OrderedLine(1, item, quantity, "BX", 1000)


def allotted(group: Group, quantity: int, n: int = 0, at_s: float = DURING_S) -> Allotment | None:
    return allot(group, line(quantity), ("30000001", f"1-{n}", 1), at_s)


def test_without_a_restriction_everything_can_be_had() -> None:
    assert allotted(Group(), 10) is None


def test_other_items_and_other_days_are_not_concerned() -> None:
    group = short()
    assert allot(group, line(10, FREE), ("a",), DURING_S) is None
    assert allotted(group, 10, at_s=FROM_S - 1) is None
    assert allotted(group, 10, at_s=UNTIL_S) is None
    assert allotted(group, 10, at_s=FROM_S) is not None


def test_a_line_gets_its_share_and_a_small_one_on_the_average() -> None:
    group = short(0.4)
    assert all(getattr(allotted(group, 10, n), "now", 10) == 4 for n in range(20))
    single = [1 if allotted(group, 1, n) is None else 0 for n in range(2000)]
    assert 0.35 < mean(single) < 0.45


def test_the_rest_comes_within_the_recovery_and_an_expedited_one_sooner() -> None:
    for n in range(200):
        waits = allotted(short(), 10, n)
        assert waits is not None
        assert not waits.expedited
        assert 6.0 <= waits.later_d <= 11.0
    hurried = allotted(short(back_order_expedited_share=1.0), 10)
    assert hurried is not None
    assert (hurried.expedited, hurried.later_d) == (True, 3.0)


def test_who_asks_again_is_told_the_same() -> None:
    group = short()
    assert allotted(group, 7, 3) == allotted(group, 7, 3) == allotted(short(), 7, 3)


def test_an_item_is_scarce_until_its_backlog_is_worked_off() -> None:
    supply = short().supply
    assert not supply.is_scarce(SCARCE, FROM_S - 1)
    assert supply.is_scarce(SCARCE, UNTIL_S + 4 * DAY_S)
    assert not supply.is_scarce(SCARCE, UNTIL_S + 5 * DAY_S)
    assert not supply.is_scarce(FREE, DURING_S)

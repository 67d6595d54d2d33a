"""Who is handed what: examples, and a machine that tries whatever may happen in any order."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from integration_under_test.reference.cluster.board import Board, Job

PLACES = 3


def job(name: str, partition: str = "p", system: str = "erp", attempt: int = 0) -> Job:
    return Job(name, attempt, partition, system)


def board_of(*workers: str) -> Board:
    board = Board(PLACES)
    for worker in workers:
        board.joined(worker)
    return board


def rows(board: Board) -> list[tuple[str, str]]:
    return [(order.worker, order.job.row) for order in board.handed()]


def test_nothing_is_handed_over_while_there_is_nobody() -> None:
    board = board_of()
    board.put(job("a"), 0.0)
    assert not rows(board)
    board.joined("w1")
    assert rows(board) == [("w1", "a")]


def test_a_worker_holds_few_jobs_of_a_system_and_those_of_another_pass() -> None:
    board = board_of("w1")
    for number in range(PLACES + 2):
        board.put(job(f"erp{number}"), float(number))
    board.put(job("billing", system="billing"), 9.0)
    assert rows(board) == [("w1", "erp0"), ("w1", "erp1"), ("w1", "erp2"), ("w1", "billing")]
    assert board.answered("w1", 2) == job("erp1")
    assert rows(board) == [("w1", "erp3")]


def test_the_oldest_goes_first_whatever_its_partition() -> None:
    board = Board(1)
    for place, partition in enumerate("abc"):
        board.put(job(partition, partition), 5.0 - place)
    board.joined("w1")
    order = []
    for _ in range(3):
        (handed,) = board.handed()
        order.append(handed.job.row)
        board.answered("w1", handed.number)
    assert order == ["c", "b", "a"]


def test_partitions_are_shared_out_evenly_and_a_new_worker_gets_its_share() -> None:
    board = board_of("w1", "w2")
    for number in range(12):
        board.put(job(f"a{number}", f"p{number}"), 0.0)
    for order in list(board.handed()):
        board.answered(order.worker, order.number)
    board.joined("w3")
    for number in range(12):
        board.put(job(f"b{number}", f"p{number}"), 1.0)
    list(board.handed())
    assert [len(board.partitions_of(name)) for name in ("w1", "w2", "w3")] == [4, 4, 4]


def test_a_partition_moves_only_when_nothing_of_it_is_in_hand() -> None:
    board = board_of("w1")
    for partition in ("p", "q"):
        board.put(job(f"{partition}1", partition), 0.0)
    handed = list(board.handed())
    board.joined("w2")
    board.leaves("w1")
    board.put(job("p2", "p"), 1.0)
    assert not rows(board)
    board.answered("w1", handed[0].number)
    assert rows(board) == [("w2", "p2")]


def test_what_a_worker_had_in_hand_is_told_when_it_is_gone_and_its_answers_are_none() -> None:
    board = board_of("w1", "w2")
    board.put(job("a"), 0.0)
    (order,) = board.handed()
    assert board.left("w1") == [job("a")]
    assert board.answered("w1", order.number) is None
    board.put(job("a", attempt=1), 1.0)
    assert rows(board) == [("w2", "a")]


def test_settled_is_the_lowest_number_that_is_not_answered() -> None:
    board = board_of("w1")
    for name in "abc":
        board.put(job(name), 0.0)
    first, second, third = board.handed()
    board.answered("w1", first.number)
    board.answered("w1", third.number)
    assert [order.settled for order in board.unanswered()] == [second.number]


def test_what_nobody_asks_for_any_more_is_not_handed_over() -> None:
    board = board_of()
    board.put(job("a"), 0.0)
    board.put(job("b"), 1.0)
    board.withdraw(job("a"))
    board.joined("w1")
    assert rows(board) == [("w1", "b")]


@pytest.mark.parametrize(("now_s", "age_s"), [(1.0, 0.0), (7.5, 5.5)])
def test_the_age_is_that_of_the_oldest_that_waits(now_s: float, age_s: float) -> None:
    board = board_of()
    if age_s:
        board.put(job("a"), 2.0)
        board.put(job("b", "q"), 3.0)
    assert board.oldest_s(now_s) == age_s


class Course(RuleBasedStateMachine):
    """A head with one job of an order key at a time, as its lanes have it, and workers that come,
    leave, die, answer in any order and answer twice."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board(PLACES)
        self.now_s = 0.0
        self.hired = 0
        self.asked: dict[str, Job] = {}
        """Key -> the job that its lane waits for."""
        self.in_hand: dict[tuple[str, int], Job] = {}
        """What workers are at, as they see it."""
        self.alive: set[str] = set()
        self.turns: dict[str, list[int]] = defaultdict(list)

    @rule()
    @precondition(lambda self: len(self.alive) < 4)
    def a_worker_joins(self) -> None:
        self.hired += 1
        self.alive.add(f"w{self.hired}")
        self.board.joined(f"w{self.hired}")

    @rule(data=st.data())
    @precondition(lambda self: self.alive)
    def a_worker_leaves_in_order(self, data: st.DataObject) -> None:
        self.board.leaves(data.draw(st.sampled_from(sorted(self.alive))))

    @rule(data=st.data())
    @precondition(lambda self: self.alive)
    def a_worker_dies(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(sorted(self.alive)))
        self.alive.discard(worker)
        own = [each for each in self.in_hand if each[0] == worker]
        lost = self.board.left(worker)
        assert sorted(lost) == sorted(self.in_hand.pop(each) for each in own)
        for each in lost:  # the judge of failures has it tried again
            self.asked[each.row] = each._replace(attempt=each.attempt + 1)
            self.board.put(self.asked[each.row], self.now_s)

    @rule(key=st.integers(0, 11), system=st.sampled_from(["erp", "billing"]))
    def a_lane_asks(self, key: int, system: str) -> None:
        name = f"k{key}"
        if name not in self.asked:
            self.asked[name] = job(name, f"p{key % 4}", system)
            self.board.put(self.asked[name], self.now_s)

    @rule()
    def what_can_be_is_handed_over(self) -> None:
        for order in self.board.handed():
            assert order.worker in self.alive
            assert order.job == self.asked[order.job.row]
            self.in_hand[order.worker, order.number] = order.job
        self.now_s += 1.0

    @rule(data=st.data(), twice=st.booleans())
    @precondition(lambda self: self.in_hand)
    def a_worker_answers(self, data: st.DataObject, twice: bool) -> None:
        worker, number = data.draw(st.sampled_from(sorted(self.in_hand)))
        done = self.in_hand.pop((worker, number))
        assert self.board.answered(worker, number) == done
        if twice:
            assert self.board.answered(worker, number) is None
        del self.asked[done.row]
        self.turns[worker].append(number)

    @invariant()
    def no_row_is_in_two_hands(self) -> None:
        at_work = [each.row for each in self.in_hand.values()]
        assert len(at_work) == len(set(at_work))

    @invariant()
    def nothing_is_lost(self) -> None:
        known = self.board.waiting + len(self.board.unanswered())
        assert known == len(self.asked)
        assert {order.job.row for order in self.board.unanswered()} == {
            each.row for each in self.in_hand.values()
        }

    @invariant()
    def a_partition_is_with_one_worker(self) -> None:
        holders = defaultdict(set)
        for (worker, _), each in self.in_hand.items():
            holders[each.partition].add(worker)
        assert all(len(found) == 1 for found in holders.values())

    @invariant()
    def no_worker_holds_too_many(self) -> None:
        for worker in self.alive:
            for system in ("erp", "billing"):
                held = [w for (w, _), each in self.in_hand.items() if each.system == system]
                assert held.count(worker) <= PLACES

    def teardown(self) -> None:
        """With a worker that works on, everything ends."""
        self.board.joined("last")
        self.alive.add("last")
        for _ in range(200):
            self.what_can_be_is_handed_over()
            for worker, number in list(self.in_hand):
                self.board.answered(worker, number)
                del self.asked[self.in_hand.pop((worker, number)).row]
        assert not self.asked


def test_whatever_happens_nothing_is_lost_nor_in_two_hands() -> None:
    run_state_machine_as_test(Course, settings=settings(max_examples=80, stateful_step_count=40))

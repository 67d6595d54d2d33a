"""Attempts are counted from 1, each line for itself."""

from __future__ import annotations

from sim.cable.attempts import Attempts


def test_each_line_hop_operation_and_key_counts_for_itself() -> None:
    attempts = Attempts()
    first, second = attempts.new_line(), attempts.new_line()
    assert [attempts.next(first, "a>b", "post", "K1") for _ in range(3)] == [1, 2, 3]
    assert attempts.next(second, "a>b", "post", "K1") == 1
    assert attempts.next(first, "a>c", "post", "K1") == 1
    assert attempts.next(first, "a>b", "get", "K1") == 1
    assert attempts.next(first, "a>b", "post", "K2") == 1
    assert attempts.next(first, "a>b", "post", "K1") == 4

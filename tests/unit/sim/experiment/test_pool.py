"""A pool goes through any number of things, in their order, and tells what went wrong."""

from __future__ import annotations

import math

import pytest

from sim.experiment.pool import EACH, in_processes


def test_more_things_than_a_process_works_on_come_out_in_order() -> None:
    things = [float(n * n) for n in range(2 * EACH + 1)]
    assert list(in_processes(math.sqrt, things, 1)) == [float(n) for n in range(len(things))]


def test_what_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="domain"):
        list(in_processes(math.sqrt, [4.0, -1.0], 1))

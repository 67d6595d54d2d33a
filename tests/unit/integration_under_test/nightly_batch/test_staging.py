"""The staging area: triggers, and batches that stay open until they are closed."""

from __future__ import annotations

from datetime import timedelta

from integration_under_test.nightly_batch.control import Totals
from integration_under_test.nightly_batch.staging import Batch
from tests.unit.integration_under_test.nightly_batch.target import COSTS, CUT, Night


def opened(night: Night, trigger: int = 1) -> Batch | None:
    return night.clock.run(night.staging.open_batch(COSTS, CUT, trigger))


def test_a_batch_takes_its_rows_in_the_order_of_their_recording(night: Night) -> None:
    night.drop("US-1", at=CUT - timedelta(hours=1))
    night.drop("US-2", at=CUT - timedelta(hours=2))
    batch = opened(night)
    assert batch is not None
    assert batch.keys == ("US-2", "US-1")
    assert batch.extracted == Totals(2, 3)


def test_an_open_batch_is_opened_again_as_it_was(night: Night) -> None:
    night.drop("US-1")
    first = opened(night)
    night.drop("US-2")
    again = opened(night)
    assert first is not None
    assert again == first._replace(restarted=True)


def test_a_trigger_that_came_during_the_extract_is_not_spent(night: Night) -> None:
    night.drop("US-1")
    night.drop("US-2")
    opened(night, trigger=1)
    assert night.clock.run(night.staging.trigger(COSTS)) == 2


def test_a_trigger_is_spent_with_its_batch(night: Night) -> None:
    night.drop("US-1")
    opened(night)
    assert night.clock.run(night.staging.trigger(COSTS)) == 0


def test_a_row_put_back_while_its_batch_is_open_belongs_to_the_next(night: Night) -> None:
    night.drop("US-1")
    opened(night)
    row = night.clock.run(night.staging.waiting(COSTS, "US-1"))
    assert row is not None
    night.clock.run(night.staging.ended(COSTS, row, "rejected"))
    night.clock.run(night.staging.put_back(COSTS, "US-1"))
    assert night.clock.run(night.staging.waiting(COSTS, "US-1")) is None
    closed = night.clock.run(night.staging.close_batch(COSTS))
    assert closed.ended["rejected"] == Totals(1, 1)
    assert night.clock.run(night.staging.waiting(COSTS, "US-1")) is not None

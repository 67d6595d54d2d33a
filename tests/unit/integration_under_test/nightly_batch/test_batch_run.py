"""One run: every row once, whatever broke off; what is refused goes to the error report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from integration_under_test.boundary import OutcomeUnknown, Unavailable
from integration_under_test.nightly_batch.batch_run import CARRIED_RUNS, RETURNS
from integration_under_test.nightly_batch.connection import TRIES
from tests.unit.integration_under_test.nightly_batch.target import COSTS, CUT, NIGHT, Night


def test_every_row_is_posted_once_and_none_is_looked_for(night: Night) -> None:
    night.drop("US-2", "US-1")
    night.run()
    night.run()
    assert night.target.posted == ["US-1", "US-2"]
    assert not night.target.looked


def test_the_same_document_dropped_again_is_known(night: Night) -> None:
    night.drop("US-1")
    night.run()
    night.drop("US-1")
    night.run(NIGHT + timedelta(days=1), CUT + timedelta(days=1))
    assert night.target.posted == ["US-1"]


def test_documents_after_the_cut_wait_for_the_next_night(night: Night) -> None:
    night.drop("US-1", at=CUT + timedelta(minutes=1))
    night.run()
    assert night.target.posted == []
    assert night.clock.run(night.staging.trigger(COSTS)) == 1
    night.run(NIGHT + timedelta(days=1), CUT + timedelta(days=1))
    assert night.target.posted == ["US-1"]


def test_a_lost_answer_is_looked_for_before_the_row_is_sent_again(night: Night) -> None:
    night.drop("US-1")
    night.target.errors = [OutcomeUnknown("no answer")]
    night.run()
    assert night.target.posted == ["US-1"]
    assert night.target.looked == ["US-1"]


def test_a_batch_that_broke_off_is_restarted_without_posting_twice(night: Night) -> None:
    night.drop("US-1", "US-2", "US-3")
    night.target.errors = [OutcomeUnknown("no answer"), *[Unavailable("away")] * TRIES]
    with pytest.raises(Unavailable):
        night.run()
    assert night.clock.run(night.staging.is_open(COSTS))
    night.run()
    assert night.target.posted == ["US-1", "US-2", "US-3"]
    assert not night.clock.run(night.staging.is_open(COSTS))


def test_a_refused_row_goes_to_the_error_report_and_the_others_are_loaded(night: Night) -> None:
    night.drop("US-1", "US-2", "US-3")
    night.target.refused = {"US-2"}
    night.run()
    assert night.target.posted == ["US-1", "US-3"]
    (item,) = night.desk.items.values()
    assert (item.type, item.keys, item.flow) == ("REJECTED_ROW", ("US-2",), "P09")


def test_a_row_that_a_clerk_puts_back_goes_into_the_next_batch(night: Night) -> None:
    night.drop("US-1")
    night.target.refused = {"US-1"}
    night.run()
    night.target.refused = set()
    night.clock.run(night.staging.put_back(COSTS, "US-1"))
    night.run()
    assert night.target.posted == ["US-1"]


def test_a_row_that_was_put_back_too_often_is_offered_for_dismissal_only(night: Night) -> None:
    night.drop("US-1")
    night.target.refused = {"US-1"}
    for _ in range(RETURNS):
        night.run()
        night.clock.run(night.staging.put_back(COSTS, "US-1"))
    night.run()
    *before, last = night.desk.items.values()
    assert {item.actions for item in before} == {("retry", "dismiss")}
    assert last.actions == ("dismiss",)


def test_a_row_whose_document_is_not_there_yet_is_carried_over(night: Night) -> None:
    night.drop("US-1", "US-2")
    night.target.missing = {"US-1"}
    night.run()
    assert night.target.posted == ["US-2"]
    night.target.missing = set()
    night.run()
    assert night.target.posted == ["US-2", "US-1"]
    assert not night.desk.items


def test_nothing_is_carried_over_for_ever(night: Night) -> None:
    night.drop("US-1")
    night.target.missing = {"US-1"}
    for _ in range(CARRIED_RUNS + 1):
        night.run()
    assert [item.keys for item in night.desk.items.values()] == [("US-1",)]
    assert night.clock.run(night.staging.trigger(COSTS)) == 0


def test_a_carried_row_that_a_clerk_put_back_has_one_more_run(night: Night) -> None:
    night.drop("US-1")
    night.target.missing = {"US-1"}
    for _ in range(CARRIED_RUNS + 1):
        night.run()
    night.clock.run(night.staging.put_back(COSTS, "US-1"))
    night.run()
    assert len(night.desk.items) == 2
    assert night.clock.run(night.staging.trigger(COSTS)) == 0


def test_a_batch_that_does_not_balance_is_reported(night: Night) -> None:
    night.drop("US-1", "US-2")
    night.target.errors = [*[Unavailable("away")] * TRIES]
    with pytest.raises(Unavailable):
        night.run()

    async def lose() -> None:
        async with night.storage.transaction() as tx:
            tx.delete(f"waiting/{COSTS}", "US-2")

    night.clock.run(lose())
    night.run()
    (item,) = night.desk.items.values()
    assert item.type == "CONTROL_TOTALS"

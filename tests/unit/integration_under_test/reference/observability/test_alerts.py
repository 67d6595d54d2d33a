"""An alert stands from the first sign of trouble to its end."""

from __future__ import annotations

from integration_under_test.reference.observability.alerts import (
    ALERTS,
    AT_RISK,
    BREACHED,
    UNREACHABLE,
    AlertBook,
    Subject,
)
from tests.unit.integration_under_test.reference.fakes import FakeHost

ERP = Subject("erp")


async def _twice(book: AlertBook) -> None:
    book.raise_(UNREACHABLE, ERP, "no answer")
    book.raise_(UNREACHABLE, ERP, "still none")
    await book.told()


def test_trouble_that_goes_on_is_told_once(host: FakeHost) -> None:
    book = AlertBook(host.alerts)
    host.clock.run(_twice(book))
    assert host.alerts.raised == ["system_unreachable/erp"]
    (alert,) = host.alerts.board.values()
    assert (alert.system, alert.severity, alert.reason) == ("erp", "critical", "no answer")


def test_a_new_life_clears_what_the_one_before_it_raised(host: FakeHost) -> None:
    host.clock.run(_twice(AlertBook(host.alerts)))

    async def cleared() -> None:
        book = AlertBook(host.alerts)
        book.clear(UNREACHABLE, ERP, "it answers")
        await book.told()

    host.clock.run(cleared())
    assert host.alerts.board == {}


def test_of_a_kind_only_what_is_still_so_goes_on_standing(host: FakeHost) -> None:
    async def looked() -> None:
        book = AlertBook(host.alerts)
        book.keep_only(AT_RISK, {Subject("erp", "P06"): "a", Subject("erp", "P09"): "b"})
        book.keep_only(BREACHED, {Subject("erp", "P06"): "c"})
        book.keep_only(AT_RISK, {Subject("erp", "P09"): "b"})
        book.keep_only(BREACHED, {}, flow="P09")
        await book.told()

    host.clock.run(looked())
    assert list(host.alerts.board) == ["deadline_at_risk/erp/P09", "deadline_missed/erp/P06"]


def test_every_kind_says_how_bad_it_is_and_what_to_do() -> None:
    assert all(kind.severity in ("critical", "warning") and kind.remedy for kind in ALERTS.values())

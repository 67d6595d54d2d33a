"""The documents that a flow is tried by, and which points of a run and of a recovery are theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.crash_document import LARGEST, TAIL_US, FlowDocument, document_of
from sim.history.reading import History
from sim.history.schema import Row
from sim.host.trace import Passed, Trace

SECOND_US = 1_000_000


def owe(key: str, kind: str, trigger: str, flow: str = "P09") -> Row:
    source = kind.partition(".")[0]
    return Row(0, "owe", kind, flow=flow, source=source, effect_key=key, business_key=trigger)


def made(key: str, kind: str, t_us: int = SECOND_US) -> Row:
    return Row(t_us, "effect", kind, effect_key=key, count=1)


def started(t_us: int) -> Row:
    return Row(t_us, "integration", "started")


def trace(
    points: Sequence[str], causes: dict[tuple[str, str], str] | None = None, step_us: int = 1
) -> Trace:
    found = Trace()
    found.points = [Passed(cause, n * step_us) for n, cause in enumerate(points)]
    found.causes = causes or {}
    return found


def document(history: Sequence[Row], of: Trace, flow: str = "P09") -> FlowDocument:
    found = document_of(flow, History.from_rows(history), of)
    assert found is not None
    return found


def test_its_points_are_those_of_the_delivery_that_met_it() -> None:
    rows = [owe("U-1", "erp.cost", "U-1"), made("U-1", "erp.cost")]
    found = document(rows, trace(["", "a", "b", "a", ""], {("erp.cost", "U-1"): "a"}))
    assert found.points == (2, 4)
    assert found.keys == ("U-1",)
    assert found.effects == {("erp.cost", "U-1")}


def test_one_document_that_meets_all_kinds_is_enough() -> None:
    rows = [
        *(owe("U-1", "erp.cost", "U-1"), made("U-1", "erp.cost")),
        *(owe("U-2", "erp.cost", "U-2"), made("U-2", "erp.cost")),
        *(owe("U-2", "billing.charge", "U-2"), made("U-2", "billing.charge")),
    ]
    causes = {("erp.cost", "U-1"): "a", ("erp.cost", "U-2"): "b", ("billing.charge", "U-2"): "c"}
    found = document(rows, trace(["a", "a", "a", "b", "c"], causes))
    assert found.keys == ("U-2",)
    assert found.points == (4, 5)


def test_several_documents_are_taken_for_kinds_that_none_meets_alone() -> None:
    rows = [
        *(owe("U-1", "erp.cost", "U-1"), made("U-1", "erp.cost")),
        *(owe("U-2", "billing.charge", "U-2"), made("U-2", "billing.charge")),
    ]
    causes = {("erp.cost", "U-1"): "a", ("billing.charge", "U-2"): "b"}
    found = document(rows, trace(["a", "", "b"], causes))
    assert set(found.keys) == {"U-1", "U-2"}
    assert found.points == (1, 3)


def test_among_equals_it_is_the_one_with_the_most_points_but_not_a_giant() -> None:
    rows = [
        row
        for key in ("U-1", "U-2", "U-3")
        for row in (owe(key, "erp.cost", key), made(key, "erp.cost"))
    ]
    causes = {("erp.cost", f"U-{n}"): name for n, name in enumerate("abc", 1)}
    points = ["a"] * 2 + ["b"] * 5 + ["c"] * (LARGEST + 1)
    assert document(rows, trace(points, causes)).keys == ("U-2",)


def test_what_was_not_met_or_belongs_to_another_flow_is_left_out() -> None:
    rows = [
        owe("U-1", "erp.cost", "U-1"),
        *(owe("R-1", "erp.accrual", "R-1", "P06"), made("R-1", "erp.accrual")),
    ]
    of = trace(["a"], {("erp.accrual", "R-1"): "a"})
    assert document_of("P09", History.from_rows(rows), of) is None


def test_what_a_party_does_with_its_mail_is_laid_to_who_sent_it() -> None:
    rows = [owe("CL-7/1", "payers.claim", "CL-7/1", "P10"), made("CL-7/1", "payers.claim")]
    of = trace(["a", "b", "b"])
    of.letters = [(b"CLM*CL-6*1", "a"), (b"CLM*CL-7*1", "b")]
    assert document(rows, of, "P10").points == (2, 3)


def test_a_recovery_lasts_until_the_integration_is_up_and_the_document_done() -> None:
    rows = [owe("U-1", "erp.cost", "U-1"), made("U-1", "erp.cost")]
    found = document(rows, trace(["a", "a"], {("erp.cost", "U-1"): "a"}))
    after = [started(0), started(20 * SECOND_US), made("U-1", "erp.cost", 30 * SECOND_US)]
    points = ["", "a", "", "", "b", "", "a"]
    of = trace(points, step_us=10 * SECOND_US)
    last_us = 30 * SECOND_US + TAIL_US
    assert of.points[3].t_us <= last_us < of.points[5].t_us
    assert found.recovered_us(History.from_rows(after)) == last_us
    assert found.recovery(2, last_us, of) == (3, 4, 7)


def test_only_the_kinds_that_are_asked_for_are_looked_at() -> None:
    rows = [
        *(owe("U-1", "erp.cost", "U-1"), made("U-1", "erp.cost")),
        *(owe("U-2", "billing.charge", "U-2"), made("U-2", "billing.charge")),
    ]
    causes = {("erp.cost", "U-1"): "a", ("billing.charge", "U-2"): "b"}
    of = trace(["a", "b"], causes)
    found = document_of("P09", History.from_rows(rows), of, ("billing.charge",))
    assert found is not None
    assert found.keys == ("U-2",)
    assert document_of("P09", History.from_rows(rows), of, ("erp.accrual",)) is None

"""Privacy: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

from sim.checkers.privacy import LOOKED_AT, PATIENTS, SEEN, STORED, check_privacy
from sim.history.reading import History
from sim.history.schema import Row
from sim.history.writer import HistoryWriter

WATCHED = {PATIENTS: "52", LOOKED_AT: "373", STORED: "4"}


def told(rows: list[Row], **meta: str) -> History:
    writer = HistoryWriter(None, lambda: 0, lambda: 0)
    for row in rows:
        writer.write(row)
    writer.meta.update(meta)
    return History.from_writer(writer)


def leak(key: str = "US-1", target: str = "erp") -> Row:
    what = "post_cost bears 1 identities: encounter"
    columns: dict[str, Any] = {"process": "world/privacy", "source": "integration"}
    return Row(9_000_000, "world", SEEN, target=target, business_key=key, detail=what, **columns)


def test_an_empty_history_is_unknown() -> None:
    assert check_privacy(told([])).outcome == "unknown"


def test_doors_that_nobody_watched_prove_nothing() -> None:
    finding = check_privacy(told([Row(1, "world", "heal")]))
    assert (finding.outcome, finding.measured["patients"]) == ("unknown", 0)


def test_doors_that_no_patient_passed_pass_and_what_is_stored_is_counted() -> None:
    finding = check_privacy(told([], **WATCHED))
    assert (finding.outcome, finding.measured["stored_rows"]) == ("pass", 4)


def test_a_leak_fails_with_its_obligation_and_time() -> None:
    owed = Row(1, "owe", "erp.cost", flow="P09", source="inventory", target="erp", mode="once")
    owed = owed._replace(business_key="US-1", effect_key="US-1", due_us=5, count=1)
    finding = check_privacy(told([owed, leak(), leak("x", "analytics")], **WATCHED))
    assert finding.outcome == "fail"
    assert finding.measured["leaks"] == 2
    assert {(e.flow, e.key, e.rows, e.at_us) for e in finding.evidence} == {
        ("P09", "US-1", (1,), 9_000_000),
        ("", "x", (2,), 9_000_000),
    }
    assert finding.summary == "2 times a patient's identity came to analytics, erp"


def test_a_leak_counts_even_if_nobody_says_who_watched() -> None:
    assert check_privacy(told([leak()])).outcome == "fail"

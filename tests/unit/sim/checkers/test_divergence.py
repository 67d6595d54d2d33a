"""Divergence: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

from sim.checkers.divergence import check_divergence
from tests.unit.sim.history_builder import Story

KEY: dict[str, Any] = {"idem_key": "charge/US-1"}
SENT: dict[str, Any] = {
    "source": "integration",
    "target": "S-1",
    "event_source": "/integration",
    "hop": "integration>S-1",
    "f": "application/edi-x12",
}


def test_an_empty_history_is_unknown() -> None:
    assert check_divergence(Story().history()).outcome == "unknown"


def test_calls_without_a_name_are_unknown() -> None:
    story = Story()
    story.call("US-1", payload_hash="aa")
    story.call("US-1", payload_hash="bb")
    assert check_divergence(story.end()).outcome == "unknown"


def test_the_same_sent_once_more_passes() -> None:
    story = Story()
    for t_s in (10, 20):
        story.call("US-1", t_s, payload_hash="aa", **KEY)
    finding = check_divergence(story.end())
    assert (finding.outcome, finding.measured["idempotency_keys"]) == ("pass", 1)


def test_another_content_after_a_refusal_passes() -> None:
    story = Story()
    story.call("US-1", 10, "fail", payload_hash="aa", status=422, **KEY)
    story.call("US-1", 20, "ok", payload_hash="bb", **KEY)
    assert check_divergence(story.end()).outcome == "pass"


def test_another_content_that_the_system_refuses_passes() -> None:
    story = Story()
    story.call("US-1", 10, "ok", payload_hash="aa", **KEY)
    story.call("US-1", 20, "fail", payload_hash="bb", status=409, **KEY)
    assert check_divergence(story.end()).outcome == "pass"


def test_one_key_at_two_systems_is_two_names() -> None:
    story = Story()
    story.call("US-1", 10, payload_hash="aa", **KEY)
    story.call("US-1", 20, payload_hash="bb", target="billing", hop="integration>billing", **KEY)
    assert check_divergence(story.end()).outcome == "pass"


def test_two_contents_taken_under_one_key_fail() -> None:
    story = Story()
    story.owe("US-1")
    first = story.call("US-1", 10, payload_hash="aa", **KEY)
    second = story.call("US-1", 20, payload_hash="bb", **KEY)
    finding = check_divergence(story.end())
    assert finding.outcome == "fail"
    (evidence,) = finding.evidence
    assert (evidence.flow, evidence.key, evidence.rows) == ("P09", "US-1", (first, second))
    assert evidence.at_us == 20_000_000


def test_two_contents_under_one_document_id_fail() -> None:
    story = Story()
    for t_s, content in ((10, "aa"), (20, "bb"), (30, "bb")):
        story.delivery("850/PO-1", t_s, payload_hash=content, **SENT)
    finding = check_divergence(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["divergent_documents"] == 1


def test_a_version_written_again_as_something_else_fails() -> None:
    for again, outcome in ((5, "pass"), (6, "fail")):
        story = Story()
        story.owe_version("s", 1)
        story.version("s", 1, 60, quantity=5)
        story.version("s", 1, 70, quantity=again)
        assert check_divergence(story.end()).outcome == outcome


def test_an_uncertain_first_attempt_is_no_proof_of_two() -> None:
    story = Story()
    story.call("US-1", 10, "info", payload_hash="aa", **KEY)
    story.call("US-1", 20, "ok", payload_hash="bb", **KEY)
    assert check_divergence(story.end()).outcome == "pass"

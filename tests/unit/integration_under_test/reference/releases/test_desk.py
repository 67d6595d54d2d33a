"""The counter at the API layer: what operators are told, and what they may not do."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Answer
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import ITEM, FakeHost
from tests.unit.integration_under_test.reference.releases.house import IMPATIENT, OTHER, SWAP
from tests.unit.integration_under_test.reference.releases.operators import Operators

SECOND = {"number": 2}


class Counter:
    """Asks, and tells status and word."""

    def __init__(self, host: FakeHost, reference: Reference) -> None:
        self.host = host
        self.operators = Operators(reference)

    def ask(self, person: str, operation: str, body: Any) -> Answer:
        return self.host.clock.run(self.operators.ask(person, operation, body))

    def propose(self, changes: Any = IMPATIENT) -> Answer:
        return self.ask("ann", "propose_release", {"reason": "why", "changes": changes})

    def refused(self, person: str, operation: str, body: Any) -> tuple[int, str]:
        answer = self.ask(person, operation, body)
        return answer.status, answer.body["error"]["code"]


@pytest.fixture
def counter(host: FakeHost, reference: Reference) -> Counter:
    return Counter(host, reference)


def test_signing_needs_its_scope_and_a_tested_release(counter: Counter) -> None:
    counter.propose()
    counter.ask("ann", "test_release", SECOND)
    assert counter.refused("ann", "sign_off_release", SECOND) == (403, "SCOPE_MISSING")
    counter.ask("ben", "sign_off_release", SECOND)
    assert counter.refused("ben", "sign_off_release", SECOND) == (409, "ILLEGAL_STATE")


def test_what_nobody_proposed_looks_like_what_is_not_there(counter: Counter) -> None:
    for operation in ("promote_release", "roll_back_release"):
        assert counter.refused("cat", operation, {"number": 9}) == (404, "NOT_FOUND")
        assert counter.refused("cat", operation, {"number": 1}) == (404, "NOT_FOUND")


def test_a_table_that_there_is_not_is_told_with_those_that_there_are(counter: Counter) -> None:
    answer = counter.propose({"mappings.moon": {"a": "b"}})
    assert (answer.status, answer.body["error"]["code"]) == (409, "UNKNOWN_TABLE")
    assert "mappings.charge_code" in answer.body["error"]["message"]


def test_a_draft_that_fails_is_told_why_and_cannot_be_signed(counter: Counter) -> None:
    counter.propose({"policies.waits": {"settle_s": 1.0}})
    told = counter.ask("ann", "test_release", SECOND).body["result"]
    assert told["state"] == "draft"
    (finding,) = told["findings"]
    assert (finding["table"], finding["key"]) == ("policies.waits", "settle_s")
    assert counter.refused("ben", "sign_off_release", SECOND) == (409, "ILLEGAL_STATE")


def test_a_signature_is_void_when_the_masters_say_something_else(
    counter: Counter, reference: Reference
) -> None:
    counter.propose(SWAP)
    counter.ask("ann", "test_release", SECOND)
    counter.ask("ben", "sign_off_release", SECOND)
    reference.masters.crosswalk.charge_codes = {ITEM: OTHER}
    assert counter.refused("cat", "promote_release", SECOND) == (409, "CONTRACT")
    (release,) = counter.ask("cat", "list_releases", {"first": 2}).body["result"]["releases"]
    assert release["state"] == "draft"
    assert release["findings"]


def test_every_release_is_listed_with_the_codes_own_first(counter: Counter) -> None:
    counter.propose()
    told = counter.ask("cat", "list_releases", {"first": 1}).body["result"]
    assert told["live"] == 1
    assert [(one["number"], one["state"]) for one in told["releases"]] == [
        (1, "live"),
        (2, "draft"),
    ]
    first, second = (one["digests"] for one in told["releases"])
    assert first["mappings"] == second["mappings"]
    assert first["policies"] != second["policies"]


def test_a_proposal_without_an_id_is_refused(counter: Counter, host: FakeHost) -> None:
    asked = counter.operators.request("ann", "propose_release", {"reason": "w", "changes": {}}, "")
    answer = host.clock.run(counter.operators.reference.on_request(asked))
    assert (answer.status, answer.body["error"]["code"]) == (400, "REQUEST_ID")


def test_a_proposal_that_comes_again_under_its_id_is_the_same_draft(
    counter: Counter, host: FakeHost
) -> None:
    body = {"reason": "w", "changes": IMPATIENT}
    asked = counter.operators.request("ann", "propose_release", body, "R-1")
    numbers = [
        host.clock.run(counter.operators.reference.on_request(asked)).body["result"]["number"]
        for _ in range(2)
    ]
    assert numbers == [2, 2]

"""Contracts amended, expired, terminated: ended versions stay ended (P03)."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.contracts.stage import Platform, activation, line
from tests.unit.mock_systems.procurement.stage import Body


def amendment(**changed: object) -> Body:
    body: Body = {
        "contractNumber": "K-1",
        "effectiveFrom": "2026-06-01",
        "reason": "index clause",
        "lines": [line(1, "100", "12.0000")],
    }
    return body | changed


def termination(last_day: str = "2026-06-30") -> Body:
    return {"contractNumber": "K-1", "lastDay": last_day, "reason": "merger"}


def test_an_amendment_is_the_next_draft_with_the_other_lines_kept() -> None:
    platform = Platform()
    answer = platform.ok("amend_contract", amendment())
    assert (answer["version"], answer["status"]) == (2, "DRAFT")
    versions = platform.ok("get_contract", {"contractNumber": "K-1"})["versions"]
    prices = [(row["itemNumber"], row["unitPrice"]["value"]) for row in versions[1]["lines"]]
    assert prices == [("100", "12.0000"), ("200", "3.5000")]
    assert versions[1]["effectiveTo"] == "2026-12-31"
    (effect,) = platform.effects("contracts.amendment")
    assert (effect.key, effect.facts) == ("K-1/2", {"from_version": 1, "changed": [1]})


def test_an_amendment_may_remove_and_add_lines() -> None:
    platform = Platform()
    added = [line(3, "300", "1.0000")]
    platform.ok("amend_contract", amendment(lines=added, removedLines=[2]))
    rows = platform.ok("get_contract", {"contractNumber": "K-1"})["versions"][1]["lines"]
    assert [row["itemNumber"] for row in rows] == ["100", "300"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (amendment(lines=[]), "INVALID_AMENDMENT"),
        (amendment(removedLines=[1]), "INVALID_AMENDMENT"),
        (amendment(removedLines=[9]), "UNKNOWN_LINE"),
        (amendment(lines=[line(3, "200", "1.0000")]), "DUPLICATE_LINE"),
        (amendment(effectiveFrom="2027-01-01"), "INVALID_DATES"),
        (amendment(contractNumber="K-9"), "UNKNOWN_CONTRACT"),
    ],
)
def test_a_bad_amendment_is_refused(body: Body, code: str) -> None:
    assert code in Platform().refused("amend_contract", body).text


def test_a_contract_without_an_active_version_cannot_be_amended() -> None:
    platform = Platform()
    platform.drafted("K-2")
    answer = platform.refused("amend_contract", amendment(contractNumber="K-2"))
    assert (answer.status, "NO_ACTIVE_VERSION" in answer.text) == (409, True)


def test_a_version_expires_the_day_after_its_last() -> None:
    platform = Platform()
    assert platform.ok("expire_contracts", {"asOf": "2026-12-31"}) == {"expired": []}
    expired = platform.ok("expire_contracts", {"asOf": "2027-01-01"})["expired"]
    assert expired == [{"contractNumber": "K-1", "version": 1, "status": "EXPIRED"}]
    (event,) = platform.events("contracts.contract.expired")
    assert (event["contractNumber"], event["lastDay"]) == ("K-1", "2026-12-31")
    assert platform.ok("expire_contracts", {"asOf": "2027-01-01"}) == {"expired": []}
    assert len(platform.effects("contracts.expiry")) == 1


def test_a_superseded_version_does_not_expire() -> None:
    platform = Platform()
    platform.ok("activate_contract", activation(platform.drafted()))
    expired = platform.ok("expire_contracts", {"asOf": "2027-01-01"})["expired"]
    assert [row["version"] for row in expired] == [2]
    assert platform.statuses() == {1: "SUPERSEDED", 2: "EXPIRED"}


def test_a_terminated_contract_goes_on_with_a_newer_version_only() -> None:
    platform = Platform()
    overtaken, newer = platform.drafted(), platform.drafted()
    platform.ok("activate_contract", activation(newer))
    platform.ok("terminate_contract", termination())
    assert platform.refused("terminate_contract", termination()).status == 409
    assert "STALE" in platform.refused("activate_contract", activation(overtaken)).text
    assert platform.refused("activate_contract", activation(newer)).status == 409
    assert platform.ok("activate_contract", activation(platform.drafted()))["status"] == "ACTIVE"
    (event,) = platform.events("contracts.contract.terminated")
    assert (event["lastDay"], event["reason"]) == ("2026-06-30", "merger")


def test_a_contract_is_not_terminated_after_its_end() -> None:
    assert (
        "INVALID_DATES" in Platform().refused("terminate_contract", termination("2027-01-01")).text
    )

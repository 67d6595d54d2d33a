"""Contracts: drafted version by version, one of them active."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.contracts.stage import (
    Platform,
    activation,
    contract_row,
    draft,
    line,
    party_row,
    usd,
)
from tests.unit.mock_systems.procurement.stage import Body


def test_a_draft_becomes_the_next_version_without_effect() -> None:
    platform = Platform()
    answer = platform.ok("draft_contract", draft())
    assert answer == {"contractNumber": "K-1", "version": 2, "status": "DRAFT"}
    assert (platform.notes.effects, platform.notes.events) == ([], [])


def test_a_draft_without_a_number_starts_a_new_contract() -> None:
    platform = Platform()
    platform.drafted("CTR-00000001")
    answer = platform.ok("draft_contract", draft(None))
    assert answer == {"contractNumber": "CTR-00000002", "version": 1, "status": "DRAFT"}


def test_an_activation_supersedes_the_active_version() -> None:
    platform = Platform()
    platform.ok("activate_contract", activation(platform.drafted()))
    assert platform.statuses() == {1: "SUPERSEDED", 2: "ACTIVE"}


def test_an_activation_tells_the_world_its_prices() -> None:
    platform = Platform()
    platform.ok("activate_contract", activation(platform.drafted()))
    (effect,) = platform.effects("contracts.activation")
    assert (effect.key, effect.version) == ("K-1/2", 2)
    assert effect.facts["supplier"] == "30000001"
    assert effect.facts["lines"][1] == {
        "line": 2,
        "item": "200",
        "uom": "BX",
        "unit_price_minor": 350,
        "unit_price_minor4": 35000,
    }
    assert platform.events("contracts.contract.activated") == [
        {
            "contractNumber": "K-1",
            "version": 2,
            "erpSupplierNumber": "30000001",
            "effectiveFrom": "2026-05-01",
            "effectiveTo": "2026-12-31",
            "lines": [line(1, "100", "11.0000"), line(2, "200", "3.5000")],
        }
    ]


def test_only_a_draft_can_be_activated() -> None:
    platform = Platform()
    platform.ok("activate_contract", activation(platform.drafted()))
    for version in (1, 2):
        answer = platform.refused("activate_contract", activation(version))
        assert (answer.status, "ILLEGAL_TRANSITION" in answer.text) == (409, True)


def test_a_draft_overtaken_by_a_newer_version_stays_a_draft() -> None:
    platform = Platform()
    overtaken, newer = platform.drafted(), platform.drafted()
    platform.ok("activate_contract", activation(newer))
    answer = platform.refused("activate_contract", activation(overtaken))
    assert (answer.status, "STALE_VERSION" in answer.text) == (409, True)
    assert platform.statuses()[overtaken] == "DRAFT"


@pytest.mark.parametrize("body", [activation(1, "K-9"), activation(9)])
def test_what_does_not_exist_cannot_be_activated(body: Body) -> None:
    assert Platform().refused("activate_contract", body).status == 404


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"erpSupplierNumber": "39999999"}, "UNKNOWN_PARTY"),
        ({"erpSupplierNumber": "30000007"}, "WRONG_SUPPLIER"),
        ({"effectiveTo": "2026-04-30"}, "INVALID_DATES"),
        ({"effectiveFrom": "05/01/2026"}, "INVALID_REQUEST"),
        ({"effectiveFrom": "2026-05-01T00:00:00"}, "INVALID_REQUEST"),
        ({"lines": []}, "INVALID_REQUEST"),
        ({"lines": [line(1, "100", "1"), line(1, "200", "1")]}, "DUPLICATE_LINE"),
        ({"lines": [line(1, "100", "1"), line(2, "100", "2")]}, "DUPLICATE_LINE"),
        ({"lines": [line(1, "100", "1", uom="box")]}, "INVALID_REQUEST"),
        ({"lines": [line(1, "100", "1.23456")]}, "four decimals"),
        ({"lines": [line(1, "100", "1.2345")]}, "whole cents"),
        ({"lines": [line(1, "100", "-1")]}, "INVALID_REQUEST"),
        ({"lines": [line(1, "100", "1") | {"unitPrice": 1.5}]}, "expected money"),
        ({"lines": [line(1, "100", "1") | {"unitPrice": {"value": "1"}}]}, "expected money"),
        (
            {"lines": [line(1, "100", "1") | {"unitPrice": usd("1") | {"currency": "EUR"}}]},
            "currency USD",
        ),
    ],
)
def test_a_bad_draft_is_refused(changed: Body, code: str) -> None:
    answer = Platform().refused("draft_contract", draft() | changed)
    assert answer.status == 422
    assert code in answer.text


def test_one_item_may_have_a_price_in_two_units() -> None:
    lines = [line(1, "100", "11"), line(2, "100", "1.20", uom="EA")]
    assert Platform().ok("draft_contract", draft() | {"lines": lines})["version"] == 2


def test_a_contract_is_read_with_its_lines() -> None:
    read = Platform().ok("get_contract", {"contractNumber": "K-1"})
    assert (read["activeVersion"], read["latestVersion"]) == (1, 1)
    assert read["versions"][0]["lines"][0]["unitPrice"] == usd("11.0000")


def test_an_unknown_contract_is_not_found() -> None:
    assert Platform().refused("get_contract", {"contractNumber": "K-9"}).status == 404


def test_lists_page_and_say_whether_there_is_more() -> None:
    platform = Platform()
    platform.drafted("K-2")
    first = platform.ok("list_contracts", {"limit": "1"})
    last = platform.ok("list_contracts", {"limit": "1", "offset": "1"})
    assert (first["contracts"][0]["contractNumber"], first["hasMore"]) == ("K-1", True)
    assert (last["contracts"][0]["activeVersion"], last["hasMore"]) == (0, False)


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("parties", party_row(1)),
        ("parties", party_row(8) | {"partyId": "8"}),
        ("contracts", contract_row("K-1", 1)),
        ("contracts", contract_row("K-1", 2)),
        ("contracts", contract_row("K-2", 1) | {"erpSupplierNumber": "39999999"}),
        ("contracts", contract_row("K-2", 1) | {"effectiveTo": "2025-12-31"}),
        ("contracts", contract_row("K-2", 1) | {"status": "EXPIRED"}),
        ("unicorns", {}),
    ],
)
def test_a_bad_row_raises_value_error(kind: str, row: Body) -> None:
    with pytest.raises(ValueError, match=r"."):
        Platform().system.load(kind, [row])

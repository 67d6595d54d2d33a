"""Commitments: spend counts towards them; each tier is told once and opens its prices."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.contracts.stage import Platform, activation, draft, line, spend, usd
from tests.unit.mock_systems.procurement.stage import Body


def commitment(number: str = "CM-1", **changed: Any) -> Body:
    return {
        "contractNumber": "K-1",
        "commitmentNumber": number,
        "amount": usd("1000.0000"),
        "startsOn": "2026-01-01",
        "endsOn": "2026-12-31",
        "levels": [
            {"tier": "silver", "amount": usd("200"), "minQuantity": 100},
            {"tier": "gold", "amount": usd("500"), "minQuantity": 500},
        ],
    } | changed


def reached(platform: Platform) -> list[str]:
    rows = platform.ok("find_commitments", {"contractNumber": "K-1"})["commitments"]
    return [tier for row in rows for tier in row["tiersReached"]]


def test_spend_reaches_each_tier_once() -> None:
    platform = Platform()
    platform.ok("record_commitment", commitment())
    for number, tiers in ((1, []), (2, ["silver"]), (3, ["silver"]), (4, ["silver", "gold"])):
        platform.ok("record_spend", spend(f"PAY-{number}"))
        assert reached(platform) == tiers
    keys = [effect.key for effect in platform.effects("contracts.tier")]
    assert keys == ["K-1/CM-1/silver", "K-1/CM-1/gold"]
    told = platform.events("contracts.tier.reached")
    assert [(event["tier"], event["spent"]["value"]) for event in told] == [
        ("silver", "250.0000"),
        ("gold", "500.0000"),
    ]


def test_one_payment_may_reach_two_tiers() -> None:
    platform = Platform()
    platform.ok("record_commitment", commitment())
    platform.ok("record_spend", spend("PAY-1", "600.0000"))
    assert reached(platform) == ["silver", "gold"]


def test_spend_outside_the_term_does_not_count() -> None:
    platform = Platform()
    platform.ok("record_commitment", commitment(endsOn="2026-05-03"))
    platform.ok("record_spend", spend("PAY-1", "600.0000"))
    assert reached(platform) == []


def test_spend_before_the_commitment_was_recorded_counts() -> None:
    platform = Platform()
    platform.ok("record_spend", spend("PAY-1", "600.0000"))
    answer = platform.ok("record_commitment", commitment())
    assert (answer["spent"], answer["tiersReached"]) == (usd("600.0000"), ["silver", "gold"])


def test_a_reached_tier_opens_its_prices() -> None:
    platform = Platform()
    lines = [line(1, "100", "11"), line(2, "100", "9") | {"minQuantity": 100}]
    platform.ok("draft_contract", draft() | {"lines": lines})
    platform.ok("activate_contract", activation(2))
    platform.ok("record_commitment", commitment())
    asked = {"itemNumber": "100", "uom": "BX", "facilityCode": "H01", "onDate": "2026-05-15"}
    assert platform.ok("quote_price", asked)["unitPrice"] == usd("11.0000")
    platform.ok("record_spend", spend("PAY-1", "200.0000"))
    answer = platform.ok("quote_price", asked)
    assert (answer["unitPrice"], answer["minQuantity"]) == (usd("9.0000"), 100)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (commitment(), "DUPLICATE_COMMITMENT"),
        (commitment("CM-2", contractNumber="K-9"), "UNKNOWN_CONTRACT"),
        (commitment("CM-2", endsOn="2025-12-31"), "INVALID_DATES"),
        (commitment("CM-2", levels=commitment()["levels"][::-1]), "INVALID_LEVELS"),
        (commitment("CM-2", amount=usd("0")), "INVALID_REQUEST"),
    ],
)
def test_a_bad_commitment_is_refused(body: Body, code: str) -> None:
    platform = Platform()
    platform.ok("record_commitment", commitment())
    assert code in platform.refused("record_commitment", body).text

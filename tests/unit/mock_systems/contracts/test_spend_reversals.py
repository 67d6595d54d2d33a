"""Spend whose payment the bank returned (P08)."""

from __future__ import annotations

from tests.unit.mock_systems.contracts.stage import Platform, spend
from tests.unit.mock_systems.contracts.test_commitments import commitment, reached
from tests.unit.mock_systems.procurement.stage import Body

REVERSAL: Body = {"contractNumber": "K-1", "paymentReference": "PAY-1", "reason": "R03"}


def test_reversed_spend_counts_no_more() -> None:
    platform = Platform()
    platform.ok("record_spend", spend("PAY-1"))
    assert platform.ok("reverse_spend", REVERSAL)["reversedFor"] == "R03"
    (effect,) = platform.effects("contracts.spend_reversal")
    assert (effect.key, effect.count, effect.amount_minor) == ("PAY-1", 1, 12500)
    assert [entry.amount_minor for entry in platform.system.books()] == [0]


def test_spend_is_reversed_once_for_each_entry() -> None:
    platform = Platform()
    platform.ok("record_spend", spend("PAY-1"))
    platform.ok("reverse_spend", REVERSAL)
    assert "ALREADY_REVERSED" in platform.refused("reverse_spend", REVERSAL).text
    unknown = REVERSAL | {"paymentReference": "PAY-9"}
    assert platform.refused("reverse_spend", unknown).status == 404


def test_a_tier_once_reached_stays_open() -> None:
    platform = Platform()
    platform.ok("record_commitment", commitment())
    platform.ok("record_spend", spend("PAY-1", "250.0000"))
    platform.ok("reverse_spend", REVERSAL)
    (told,) = platform.ok("find_commitments", {"contractNumber": "K-1"})["commitments"]
    assert told["spent"]["value"] == "0.0000"
    assert len(platform.effects("contracts.tier")) == 1
    assert reached(platform) == []

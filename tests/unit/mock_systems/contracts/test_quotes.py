"""Which price holds for whom, for how much, when, with the rule that says so (CP1, P03)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.contracts.stage import (
    Platform,
    activation,
    contract_row,
    draft,
    line,
    usd,
)
from tests.unit.mock_systems.procurement.stage import Body


def ask(item: str = "100", **changed: Any) -> Body:
    body = {
        "itemNumber": item,
        "uom": "BX",
        "facilityCode": "H01",
        "quantity": 1,
        "onDate": "2026-05-15",
    }
    return {name: str(value) for name, value in (body | changed).items()}


def agreed(*lines: Body, **changed: Any) -> Platform:
    """K-2, with these lines, active from 1 May to the end of the year."""
    platform = Platform()
    platform.system.load("memberships", [member("GPO-1", "H01")])
    platform.ok("draft_contract", draft("K-2") | {"lines": list(lines)} | changed)
    platform.ok("activate_contract", activation(1, "K-2"))
    return platform


def member(gpo: str, facility: str) -> Body:
    return {"gpoNumber": gpo, "facilityCode": facility, "memberFrom": "2026-01-01"}


def value(platform: Platform, asked: Body) -> str:
    price: str = platform.ok("quote_price", asked)["unitPrice"]["value"]
    return price


def test_a_quote_names_the_contract_and_the_rule() -> None:
    answer = Platform().ok("quote_price", ask())
    assert (answer["contractNumber"], answer["version"], answer["line"]) == ("K-1", 1, 1)
    assert answer["unitPrice"] == usd("11.0000")
    assert answer["rule"] == ("version 1, line 1: any facility, no tier, 2026-01-01 to 2026-12-31")


def test_the_line_of_a_facility_goes_before_the_general_one() -> None:
    platform = agreed(line(1, "300", "9.0000"), line(2, "300", "9.5000") | {"facilityCode": "H02"})
    assert value(platform, ask("300", facilityCode="H02")) == "9.5000"
    assert value(platform, ask("300", facilityCode="H01")) == "9.0000"


def test_the_highest_tier_that_the_quantity_reaches_decides() -> None:
    platform = agreed(
        line(1, "300", "9.0000"),
        line(2, "300", "8.0000") | {"minQuantity": 100},
        line(3, "300", "7.0000") | {"minQuantity": 500},
    )
    for quantity, price in ((99, "9.0000"), (100, "8.0000"), (501, "7.0000")):
        assert value(platform, ask("300", quantity=quantity)) == price


def test_a_version_may_hold_several_effective_dates() -> None:
    platform = agreed(
        line(1, "300", "9.0000") | {"effectiveTo": "2026-06-30"},
        line(2, "300", "9.9000") | {"effectiveFrom": "2026-07-01"},
    )
    assert value(platform, ask("300", onDate="2026-06-30")) == "9.0000"
    assert value(platform, ask("300", onDate="2026-07-01")) == "9.9000"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"effectiveFrom": "2026-06-01"}, "OVERLAPPING_PRICES"),
        ({"effectiveFrom": "2026-06-01", "effectiveTo": "2026-05-31"}, "INVALID_DATES"),
        ({"effectiveFrom": "2026-04-30"}, "OVERLAPPING_PRICES"),
        ({}, "DUPLICATE_LINE"),
    ],
)
def test_no_two_prices_hold_on_one_day(second: Body, code: str) -> None:
    lines = [line(1, "300", "9"), line(2, "300", "8") | second]
    answer = Platform().refused("draft_contract", draft("K-2") | {"lines": lines})
    assert (answer.status, code in answer.text) == (422, True)


def test_a_line_stays_within_its_version() -> None:
    lines = [line(1, "300", "9") | {"effectiveFrom": "2026-04-30"}]
    body = draft("K-2") | {"lines": lines}
    assert "INVALID_DATES" in Platform().refused("draft_contract", body).text


def test_a_superseded_price_holds_until_the_new_version_starts() -> None:
    platform = Platform()
    lines = [line(1, "100", "20.0000")]
    platform.ok("draft_contract", draft() | {"lines": lines})
    platform.ok("activate_contract", activation(2))
    assert value(platform, ask(onDate="2026-04-30")) == "11.0000"
    assert value(platform, ask(onDate="2026-05-01")) == "20.0000"


def test_a_terminated_contract_quotes_until_its_last_day() -> None:
    platform = Platform()
    body = {"contractNumber": "K-1", "lastDay": "2026-05-31", "reason": "merger"}
    platform.ok("terminate_contract", body)
    assert value(platform, ask(onDate="2026-05-31")) == "11.0000"
    assert platform.refused("quote_price", ask(onDate="2026-06-01")).status == 404


def test_a_contract_of_an_organisation_is_for_its_members() -> None:
    platform = agreed(line(1, "300", "9.0000"), gpoNumber="GPO-1")
    assert value(platform, ask("300")) == "9.0000"
    answer = platform.refused("quote_price", ask("300", facilityCode="H02"))
    assert (answer.status, "NO_PRICE" in answer.text) == (404, True)


def test_the_lowest_of_several_contracts_wins_unless_a_supplier_is_named() -> None:
    platform = agreed(line(1, "100", "10.0000"), erpSupplierNumber="30000007")
    assert platform.ok("quote_price", ask())["contractNumber"] == "K-2"
    named = platform.ok("quote_price", ask(erpSupplierNumber="30000001"))
    assert named["contractNumber"] == "K-1"


@pytest.mark.parametrize(
    "asked", [ask("999"), ask(uom="EA"), ask(onDate="2025-12-31"), ask(onDate="2027-01-01")]
)
def test_what_nobody_agreed_has_no_price(asked: Body) -> None:
    assert Platform().refused("quote_price", asked).status == 404


def test_a_draft_quotes_nothing() -> None:
    platform = Platform()
    platform.ok("draft_contract", draft("K-2") | {"lines": [line(1, "300", "1")]})
    assert platform.refused("quote_price", ask("300")).status == 404


def test_an_unknown_organisation_is_refused() -> None:
    assert "UNKNOWN_GPO" in Platform().refused("draft_contract", draft(None, gpoNumber="X")).text


@pytest.mark.parametrize("changed", [{}, {"memberFrom": "2026-06-01", "memberTo": "2026-05-01"}])
def test_memberships_that_overlap_or_end_early_do_not_load(changed: Body) -> None:
    platform = Platform()
    platform.system.load("memberships", [member("GPO-1", "H01")])
    with pytest.raises(ValueError, match=r"overlap|ends before"):
        platform.system.load("memberships", [member("GPO-1", "H01") | changed])


def test_an_activation_says_facility_and_tier_of_a_line() -> None:
    narrowed = {"facilityCode": "H01", "minQuantity": 10, "effectiveTo": "2026-06-30"}
    platform = agreed(line(1, "300", "9.0000") | narrowed)
    (event,) = platform.events("contracts.contract.activated")
    assert event["lines"] == [line(1, "300", "9.0000") | narrowed]
    (effect,) = platform.effects("contracts.activation")
    assert (effect.facts["lines"][0]["facility"], effect.facts["lines"][0]["min_quantity"]) == (
        "H01",
        10,
    )


def test_a_loaded_contract_may_belong_to_an_organisation() -> None:
    platform = Platform()
    platform.system.load("contracts", [contract_row("K-5", 1) | {"gpoNumber": "GPO-1"}])
    assert platform.ok("get_contract", {"contractNumber": "K-5"})["gpoNumber"] == "GPO-1"

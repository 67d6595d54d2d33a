"""Price files of the purchasing organisation (S10): all of a file or nothing of it, once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.contracts.stage import Platform, activation, line, usd
from tests.unit.mock_systems.procurement.stage import Body


def priced(number: str, *lines: Body, **changed: Any) -> Body:
    return {
        "contractNumber": number,
        "erpSupplierNumber": "30000001",
        "effectiveFrom": "2026-07-01",
        "effectiveTo": "2026-12-31",
        "lines": list(lines),
    } | changed


def price_file(number: str = "PF-1", **changed: Any) -> Body:
    return {
        "fileNumber": number,
        "gpoNumber": "GPO-1",
        "controlTotals": {"lineCount": 3, "priceTotal": usd("6.0000")},
        "contracts": [
            priced("G-1", line(1, "300", "1.0000"), line(2, "400", "2.0000")),
            priced("G-2", line(1, "500", "3.0000"), erpSupplierNumber="30000007"),
        ],
    } | changed


def platform_with_members() -> Platform:
    platform = Platform()
    row = {"gpoNumber": "GPO-1", "facilityCode": "H01", "memberFrom": "2026-01-01"}
    platform.system.load("memberships", [row])
    return platform


def test_a_file_drafts_a_version_of_every_contract() -> None:
    platform = platform_with_members()
    answer = platform.ok("import_price_file", price_file())
    assert [(v["contractNumber"], v["version"], v["status"]) for v in answer["versions"]] == [
        ("G-1", 1, "DRAFT"),
        ("G-2", 1, "DRAFT"),
    ]
    (effect,) = platform.effects("contracts.price_file")
    assert (effect.key, effect.quantity, effect.amount_minor) == ("PF-1", 3, 600)
    assert len(platform.events("contracts.price_file.imported")) == 1
    assert platform.ok("find_price_files", {"fileNumber": "PF-1"})["priceFiles"] == [answer]
    assert platform.ok("activate_contract", activation(1, "G-1"))["status"] == "ACTIVE"


def test_the_next_file_drafts_the_next_version() -> None:
    platform = platform_with_members()
    platform.ok("import_price_file", price_file())
    answer = platform.ok("import_price_file", price_file("PF-2"))
    assert [version["version"] for version in answer["versions"]] == [2, 2]


def test_the_same_file_again_is_refused() -> None:
    platform = platform_with_members()
    platform.ok("import_price_file", price_file())
    answer = platform.refused("import_price_file", price_file())
    assert (answer.status, "DUPLICATE_FILE" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"controlTotals": {"lineCount": 4, "priceTotal": usd("6")}}, "CONTROL_TOTAL_MISMATCH"),
        ({"controlTotals": {"lineCount": 3, "priceTotal": usd("6.01")}}, "CONTROL_TOTAL_MISMATCH"),
        ({"gpoNumber": "GPO-9"}, "UNKNOWN_GPO"),
        ({"contracts": [priced("G-1", line(1, "300", "6"))] * 2}, "CONTROL_TOTAL_MISMATCH"),
    ],
)
def test_a_file_that_is_not_whole_changes_nothing(changed: Body, code: str) -> None:
    assert code in platform_with_members().refused("import_price_file", price_file(**changed)).text


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (priced("G-2", line(1, "500", "3"), erpSupplierNumber="39999999"), "UNKNOWN_PARTY"),
        (priced("K-1", line(1, "500", "3")), "WRONG_GPO"),
        (priced("G-2", line(1, "500", "3"), effectiveTo="2026-06-30"), "INVALID_DATES"),
        (priced("G-1", line(1, "500", "3")), "DUPLICATE_CONTRACT"),
    ],
)
def test_one_bad_contract_refuses_the_whole_file(bad: Body, code: str) -> None:
    body = price_file()
    body["contracts"][1] = bad
    assert code in platform_with_members().refused("import_price_file", body).text


def test_one_bad_line_refuses_the_whole_file() -> None:
    body = price_file()
    body["contracts"][0]["lines"][1]["itemNumber"] = "300"
    answer = platform_with_members().refused("import_price_file", body)
    assert "DUPLICATE_LINE" in answer.text


JOINED = {"gpoNumber": "GPO-2", "facilityCode": "0614141000012", "memberFrom": "2026-01-01"}


def test_a_group_joins_an_organisation_and_puts_its_contract_under_it() -> None:
    platform = platform_with_members()
    platform.ok("import_price_file", price_file())
    platform.ok("join_organisation", JOINED | {"memberTo": "2026-12-31"})
    drafted = platform.ok("draft_contract", priced("L-1", line(1, "600", "5.0000")))
    adopted = {"contractNumber": drafted["contractNumber"], "gpoNumber": "GPO-2"}
    for _again in range(2):
        assert platform.ok("adopt_contract", adopted)["gpoNumber"] == "GPO-2"
    assert len(platform.effects("contracts.adoption")) == 1
    file = price_file(
        gpoNumber="GPO-2",
        controlTotals={"lineCount": 1, "priceTotal": usd("4.0000")},
        contracts=[priced("L-1", line(1, "600", "4.0000"))],
    )
    assert platform.ok("import_price_file", file | {"fileNumber": "PF-9"})["versions"] == [
        {"contractNumber": "L-1", "version": 2, "status": "DRAFT"}
    ]


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("join_organisation", {**JOINED, "gpoNumber": "GPO-1"} | {"facilityCode": "H01"}, "DUPLI"),
        ("join_organisation", JOINED | {"memberTo": "2025-12-31"}, "INVALID_DATES"),
        ("adopt_contract", {"contractNumber": "X-1", "gpoNumber": "GPO-1"}, "UNKNOWN_CONTRACT"),
        ("adopt_contract", {"contractNumber": "G-1", "gpoNumber": "GPO-9"}, "UNKNOWN_GPO"),
        ("adopt_contract", {"contractNumber": "G-1", "gpoNumber": "GPO-2"}, "WRONG_GPO"),
    ],
)
def test_no_membership_twice_and_no_contract_of_somebody_else(
    operation: str, body: Body, code: str
) -> None:
    platform = platform_with_members()
    platform.ok("import_price_file", price_file())
    platform.ok("join_organisation", JOINED)
    assert code in platform.refused(operation, body).text

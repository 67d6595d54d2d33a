"""S08: a site's first night brings its history, and only sites that are named leave anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from mock_systems.legacy_erp import LegacyErp
from mock_systems.service import CallContext, CloudEvent, Effect

SITES = ("CLINIC1", "CLINIC2")
MONTHS = ("2026-02", "2026-03")
LINES = [["1000", -900], ["5000", 900]]


class Desk:
    """Clock, recorder and publisher in one."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def now(self) -> datetime:
        return datetime(2026, 4, 14, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        raise AssertionError("the legacy ERP has no events")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def erp(desk: Desk) -> LegacyErp:
    system = LegacyErp(desk, desk, desk)
    for code in SITES:
        system.load("sites", [{"code": code, "unit": "H01"}])
        system.load("accounts", [{"site": code, "number": "3000", "name": "NET ASSETS"}])
        names = {"number": "V1", "name": "Acme", "tax_id": "12-3456789", "terms": "NET30"}
        system.load("vendors", [{"site": code, **names}])
        bill = {"number": "AP1", "vendor": "V1", "account": "3000", "day": "20260401"}
        system.load("vouchers", [{"site": code, **bill, "amount_minor": 700}])
        system.load("history", [{"site": code, "period": m, "lines": LINES} for m in MONTHS])
    return system


def night(erp: LegacyErp, day: str, sites: Sequence[str] = ()) -> list[dict[str, Any]]:
    body = {"DAY": day, **({"SITES": list(sites)} if sites else {})}
    response = erp.dispatch("run_night", to_json(body), CallContext("world/clerk"))
    answer: dict[str, Any] = from_json(response.payload)
    assert response.status == 200, answer
    journals: list[dict[str, Any]] = answer["JOURNALS"]
    return journals


def test_the_first_night_brings_a_journal_for_each_month_beside_the_days(erp: LegacyErp) -> None:
    journals = night(erp, "20260414", ["CLINIC1"])
    assert [one["REFERENCE"] for one in journals] == [
        *("CLINIC1-202602", "CLINIC1-202603", "CLINIC1-000001"),
    ]
    assert [(line["DEBIT"], line["CREDIT"]) for line in journals[0]["LINES"]] == [
        (0, 900),
        (900, 0),
    ]


def test_history_comes_once(erp: LegacyErp) -> None:
    night(erp, "20260414")
    assert night(erp, "20260415") == []


def test_a_site_that_has_not_joined_keeps_what_it_posted_for_its_own_first_night(
    erp: LegacyErp,
) -> None:
    night(erp, "20260414", ["CLINIC1"])
    later = night(erp, "20260415", SITES)
    assert {one["SITE"] for one in later} == {"CLINIC2"}
    assert len(later) == len(MONTHS) + 1


def test_who_names_no_site_means_all(erp: LegacyErp) -> None:
    assert {one["SITE"] for one in night(erp, "20260414")} == set(SITES)


def test_a_batch_owes_its_history_too(erp: LegacyErp, desk: Desk) -> None:
    night(erp, "20260414", ["CLINIC1"])
    (batch,) = [effect for effect in desk.effects if effect.kind == "legacy_erp.gl_batch"]
    assert (batch.quantity, batch.amount_minor) == (3, 900 + 900 + 700)


def test_the_balances_hold_the_history_all_along(erp: LegacyErp) -> None:
    balances = {entry.key: entry.amount_minor for entry in erp.books()}
    assert balances["CLINIC1/5000"] == 900 * len(MONTHS)
    night(erp, "20260414")
    assert {entry.key: entry.amount_minor for entry in erp.books()} == balances

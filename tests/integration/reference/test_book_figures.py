"""What books add up to, in whole runs: planted differences are opened with amount and cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from integration_under_test.boundary import Ports, SystemClient
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.house import outcomes
from tests.integration.reference.runs import judged

DOUBLED, SWOLLEN, INVENTED = "US-00000004", "US-00000006", "US-09999999"
TWICE_ACCRUED = "RC-00000002"
PLANTED = {DOUBLED, SWOLLEN, INVENTED, TWICE_ACCRUED}
SWOLLEN_BY, CLAIMED = 7, 3
UNPOSTED, POSTED_TWICE = "20260417/", "20260418/"
"""Days of billing's summaries."""


class Forger:
    """Passes calls to the ERP on, some of them changed."""

    def __init__(self, client: SystemClient) -> None:
        self._client = client
        self._invented = False

    async def call(self, operation: str, body: Mapping[str, Any], **headers: Any) -> dict[str, Any]:
        if operation == "submit_subledger_totals" and body["Subledger"] == "INVENTORY":
            body = {**body, "LineCount": body["LineCount"] + CLAIMED}
        if operation == "create_receipt" and body["ReceiptNumber"] == TWICE_ACCRUED:
            await self._client.call(operation, body, **headers)
        if operation == "post_receivable" and body["EntryType"] == "CHARGE":
            if body["Reference"].startswith(UNPOSTED):
                return {}
            if body["Reference"].startswith(POSTED_TWICE):
                await self._client.call(operation, body, **headers)
        if operation != "post_cost":
            return await self._client.call(operation, body, **headers)
        return await self._post(body, **headers)

    async def _post(self, body: Mapping[str, Any], **headers: Any) -> dict[str, Any]:
        if body["Reference"] == SWOLLEN:
            body = {**body, "Quantity": str(int(body["Quantity"]) + SWOLLEN_BY)}
        if body["Reference"] == DOUBLED:
            await self._client.call("post_cost", body, **headers)
        if not self._invented:
            self._invented = True
            await self._client.call("post_cost", {**body, "Reference": INVENTED}, **headers)
        return await self._client.call("post_cost", body, **headers)


class Forged(Reference):
    """One whose way to the ERP is not what it seems."""

    async def start(self, ports: Ports) -> None:
        systems = {**ports.systems, "erp": Forger(ports.systems["erp"])}
        await super().start(replace(ports, systems=systems))


@lru_cache(maxsize=2)
def forged(scenario: str, days: int, *parties: str) -> Judged:
    request = RunRequest(scenario, "reference", scale=0.005, parties=("analytics", *parties))
    spec = build_spec(request)
    return run(replace(spec, scenario=replace(spec.scenario, days=days)), Forged(), None)


def reasons(found: Judged, key: str) -> list[str]:
    """Of the close desk's items about a key."""
    items = found.history.items
    own = items[(items["business_key"] == key) & (items["owner"] == "close desk")]
    return [str(reason) for reason in own["reason"]]


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (DOUBLED, "charged more than once"),
        (SWOLLEN, "charged in another quantity"),
        (INVENTED, "charged without a usage"),
        (TWICE_ACCRUED, "accrued more than once"),
    ],
)
def test_what_should_not_stand_as_it_does_is_opened_with_its_cause(number: str, cause: str) -> None:
    (reason,) = reasons(forged("ordinary_day", 2), number)
    assert reason.startswith(f"{number} is {cause}: ")


def test_nothing_else_is_opened() -> None:
    items = forged("ordinary_day", 2).history.items
    own = items[items["owner"] == "close desk"]
    assert set(own["business_key"]) == PLANTED
    assert set(own["type"]) == {"reconciliation_gap"}


def test_totals_that_are_not_posted_are_opened_for_each_hospital_at_the_close() -> None:
    items = forged("month_end", 35, "billing_office").history.items
    of_period = items[items["business_key"].astype(str).str.startswith("2026-04/")]
    told = of_period[of_period["reason"].str.contains("usages with")]
    assert sorted(told["business_key"]) == ["2026-04/BU100", "2026-04/BU200"]
    assert set(told["owner"]) == {"close desk"}
    assert all(f"{CLAIMED} in no day's cut" in reason for reason in told["reason"])


def test_charges_that_are_not_posted_are_opened_with_the_days_whose_summaries_are_wrong() -> None:
    items = forged("month_end", 35, "billing_office").history.items
    told = items[items["reason"].astype(str).str.contains("submitted charges")]
    assert sorted(told["business_key"]) == ["2026-04/BU100", "2026-04/BU200"]
    assert set(told["owner"]) == {"close desk"}
    causes = (
        "(the summary of 2026-04-17 is not posted, the summary of 2026-04-18 is posted 2 times)"
    )
    assert all(str(reason).endswith(causes) for reason in told["reason"])


@pytest.mark.parametrize("faults", ["none", "rough_month"])
def test_a_month_whose_books_agree_opens_nothing(faults: str) -> None:
    found = judged(("analytics", "billing_office"), "month_end", 0.005, faults, days=35)
    items = found.history.items
    assert found.verdict.outcome != "fail", outcomes(found)
    assert not (items["flow"] == "P13").any()

"""The API layer in whole runs: people at the portal ask, and what is submitted has effect once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any, ClassVar

import pandas as pd

from integration_under_test.boundary import Answer, Ports, Request, Token
from integration_under_test.point_to_point import PointToPoint
from integration_under_test.reference import Reference
from integration_under_test.reference.gateway.services.register import SERVICES
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.house import outcomes
from tests.integration.reference.runs import Parameters, judged

PORTAL = ("portal",)
ASKING = Parameters(portal_questions_per_department_day=25.0)
SCALE = 0.01


def answers(found: Judged) -> pd.DataFrame:
    calls = found.history.calls
    return calls[calls["hop"] == "portal>integration"]


def statuses(found: Judged) -> Counter[int]:
    return Counter(answers(found)["status"].astype(int))


def misinformed(found: Judged) -> int:
    return int((found.history.world["f"] == "misinformed").sum())


def effects(found: Judged) -> set[tuple[str, str, int]]:
    rows = found.history.effects
    named = rows[["f", "effect_key", "amount_minor"]].astype({"f": str, "effect_key": str})
    return set(named.itertuples(index=False, name=None))


def test_people_at_the_portal_are_told_what_the_systems_of_record_say() -> None:
    found = judged(PORTAL, scale=SCALE, parameters=ASKING)
    assert outcomes(found) == {}
    told = statuses(found)
    assert set(told) <= {200, 404}, "404: nothing is agreed for some items"
    assert told[200] >= 100
    assert set(answers(found)["f"].astype(str)) >= {"find_price", "find_stock", "check_budget"}
    assert misinformed(found) == 0


def test_an_outage_is_bridged_by_what_was_known_and_nobody_is_misled() -> None:
    found = judged(PORTAL, scale=SCALE, faults="rough_day", parameters=ASKING)
    assert outcomes(found) == {}
    told = statuses(found)
    assert told[200] > told[503]
    assert misinformed(found) == 0


def test_asking_changes_nothing_in_the_books() -> None:
    asked = judged(PORTAL, scale=SCALE, parameters=ASKING)
    assert effects(asked) == effects(judged((), scale=SCALE))


def test_an_integration_without_an_api_layer_answers_501_and_passes_as_before() -> None:
    request = RunRequest("ordinary_day", "point_to_point", scale=SCALE, parties=PORTAL)
    with_portal = run(build_spec(request), PointToPoint(), None)
    without = run(build_spec(replace(request, parties=())), PointToPoint(), None)
    assert set(statuses(with_portal)) == {501}
    assert outcomes(with_portal) == outcomes(without)
    assert effects(with_portal) == effects(without)


class Submitting(Reference):
    """Submits each kind of document twice on the first morning, then asks what became of it."""

    told: ClassVar[dict[str, Answer]] = {}

    async def start(self, ports: Ports) -> None:
        await super().start(ports)
        self.ports = ports
        self.day = asyncio.create_task(self.submit())

    async def submit(self) -> None:
        await asyncio.sleep(9 * 3600)
        crosswalk = self.masters.crosswalk
        center, item = min(crosswalk.departments), min(crosswalk.items)
        unit = crosswalk.items[item].purchase_unit
        line = {"line": 1, "item": item, "quantity": 1, "unit": unit}
        gln = crosswalk.facility_of_department(center).gln
        business_unit = crosswalk.business_unit(f"gln:{gln}")
        suppliers = await self.ports.systems["erp"].call("list_suppliers", {"Limit": 1})
        supplier = suppliers["items"][0]["SupplierNumber"]
        lines: list[dict[str, Any]] = [
            {"account": a, "cost_center": center} for a in ("6100", "2130")
        ]
        lines[0]["debit_minor"], lines[1]["credit_minor"] = 100, 100
        wanted: Mapping[str, Mapping[str, Any]] = {
            "create_supplier": {"name": "New Co", "tax_id": "98-7654321", "terms": "NET30"},
            "submit_requisition": {
                "requester": "Dr. Day",
                "cost_center": center,
                "needed_on": f"{self.clock.now() + timedelta(days=3):%Y-%m-%d}",
                "lines": [line],
            },
            "submit_order": {
                "supplier": supplier,
                "cost_center": center,
                "lines": [{**line, "price_e4": 10_000}],
            },
            "submit_journal": {
                "category": "ADJUSTMENT",
                "business_unit": business_unit,
                "posted_on": f"{self.clock.now():%Y-%m-%d}",
                "lines": lines,
            },
        }
        for _ in range(2):
            for service, body in wanted.items():
                self.told[service] = await self.on_request(self.asking(service, body))
        await asyncio.sleep(600)
        reference = self.told["submit_requisition"].body["result"]["reference"]
        journal = self.told["submit_journal"].body["result"]["reference"]
        for service, body in {
            "find_supplier": {"tax_id": "987654321"},
            "find_requisition": {"reference": reference},
            "find_journal": {"reference": journal},
        }.items():
            self.told[service] = await self.on_request(self.asking(service, body))

    def asking(self, service: str, body: Mapping[str, Any]) -> Request:
        scopes = tuple(sorted({one.scope for one in SERVICES.values()}))
        token = Token("tester", scopes, ("*",), self.clock.now() + timedelta(minutes=5))
        return Request(service, body, "tester", "c-1", f"{service}-1", token)


@lru_cache(maxsize=1)
def submitted() -> Judged:
    Submitting.told.clear()
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.005))
    return run(spec, Submitting(), None)


def test_what_is_submitted_twice_stands_once_in_its_system_of_record() -> None:
    found = submitted()
    told = {service: answer.status for service, answer in Submitting.told.items()}
    assert told == dict.fromkeys(told, 200) | {
        "create_supplier": 202,
        "submit_requisition": 202,
        "submit_order": 202,
        "submit_journal": 202,
    }
    rows = found.history.effects
    mine = rows[rows["process"].astype(str) == "integration"]
    made = Counter(mine["f"].astype(str))
    assert made["erp.supplier"] == 1
    assert made["procurement.requisition"] == 1
    assert made["erp.direct_order"] == 1
    assert made["erp.journal_batch"] == 1
    assert found.history.items.empty


def test_what_became_of_a_submission_can_be_asked() -> None:
    submitted()
    told = {service: answer.body["result"] for service, answer in Submitting.told.items()}
    assert told["find_supplier"]["tax_id"] == "98-7654321"
    assert told["find_requisition"]["reference"] == told["submit_requisition"]["reference"]
    assert told["find_journal"]["debit_minor"] == 100

"""P03 and P04 while the contract platform is away: flows go on at the last approved price.

No flow asks S03 for a price: requisitions are priced by S02's catalogue, which keeps what was
loaded, and activations wait with their sender. Who asks the API layer for a price is told that the
answer is old. When S03 is back every version that was activated meanwhile is loaded, in order, and
the auditors have made good what was ordered at a price that had changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import pandas as pd

from integration_under_test.boundary import Answer, Ports, Request, Token
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.faults.f46_outage import Outage
from tests.couriers.house import outcomes, states
from tests.integration.reference.runs import judged

HOUR_S, HOUR_US = 3600, 3_600_000_000
FROM_H, UNTIL_H = 9, 14
"""Five hours, within which S03 does not give its events up."""
AWAY = Outage(
    hops=("contracts>integration", "integration>contracts"), from_h=FROM_H, until_h=UNTIL_H
)
OFTEN_AT_ONCE = {"contract_amendments_per_week_min": 70.0, "contract_changes_late_share": 1.0}
"""Ten amendments a day, each in force when it is signed."""
BEFORE_H, AWAY_H, BACK_H = 8.5, 12.0, 20.0
ITEMS = 200
SEED = 2
"""In which something was ordered at a price that had changed."""
LEAST_KEPT = 0.9
"""Of the answers: the places for them are shared, and a newer one takes an older one's."""
PACE_S = 1.0
"""Between two questions: nobody may ask faster for long."""
PRICE_ENQUIRIES = {"quote_price", "get_contract"}
BUYING = ("replenishment", "warehouse", "edi_suppliers", "invoice_capture", "payables_desk")
"""Parties because of which something is bought, or billed at a price."""
TARGETS = ("erp.price_condition", "procurement.catalogue_price", "billing.supply_cost")


class Told(NamedTuple):
    """What somebody was told of an item's price, in 1/10,000; None for no answer."""

    hour: float
    item: str
    status: int
    stale: bool
    price_e4: int | None


class Asking(Reference):
    """Asks its own API layer for the prices of some items, before, during and after."""

    told: ClassVar[list[Told]] = []

    async def start(self, ports: Ports) -> None:
        await super().start(ports)
        self.asks = asyncio.create_task(self.ask())

    async def ask(self) -> None:
        begun = self.clock.now()
        for hour in (BEFORE_H, AWAY_H, BACK_H):
            await asyncio.sleep(hour * HOUR_S - (self.clock.now() - begun).total_seconds())
            items = sorted(self.masters.crosswalk.items)[:ITEMS]
            gln = min(one.gln for one in self.masters.crosswalk.facilities.values())
            for item in items:
                answer = await self.on_request(self.question(hour, item, gln))
                self.told.append(told(hour, item, answer))
                await asyncio.sleep(PACE_S)

    def question(self, hour: float, item: str, gln: str) -> Request:
        token = Token("tester", ("prices.read",), (gln,), self.clock.now() + timedelta(minutes=5))
        body = {"item": item, "facility": gln}
        return Request("find_price", body, "tester", "c-1", f"{hour}-{item}", token)


def told(hour: float, item: str, answer: Answer) -> Told:
    result: Mapping[str, Any] = answer.body.get("result") or {}
    stale = bool(answer.body.get("stale"))
    return Told(hour, item, answer.status, stale, result.get("price_e4"))


@lru_cache(maxsize=1)
def away() -> tuple[Judged, tuple[Told, ...]]:
    Asking.told.clear()
    asked = RunRequest("ordinary_day", "reference", SEED, scale=0.03, parties=("contract_audit",))
    spec = build_spec(asked)
    scenario = replace(spec.scenario, parameters=OFTEN_AT_ONCE)
    found = run(replace(spec, scenario=scenario, faults=(AWAY,)), Asking(), None)
    return found, tuple(Asking.told)


def at(asked: tuple[Told, ...], hour: float) -> dict[str, Told]:
    return {one.item: one for one in asked if one.hour == hour}


def within(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Effects of a kind while S03 was away."""
    return rows[(rows["f"] == kind) & rows["t_us"].between(FROM_H * HOUR_US, UNTIL_H * HOUR_US)]


def test_no_flow_asks_the_contract_platform_for_a_price() -> None:
    found = judged(BUYING, scale=0.01)
    calls = found.history.calls
    asked = set(calls[calls["hop"] == "integration>contracts"]["f"].astype(str))
    assert asked, "nothing was told to the contract platform in this run"
    assert not asked & PRICE_ENQUIRIES


def test_flows_go_on_while_contracts_are_down_and_nothing_is_lost_or_stale_afterwards() -> None:
    found, _ = away()
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    rows = found.history.effects
    for kind in ("procurement.requisition", "procurement.order", "erp.encumbrance"):
        assert len(within(rows, kind)), f"no {kind} while S03 was away"
    activated = within(rows, "contracts.activation")
    assert len(activated), "no price changed while S03 was away"
    for target in TARGETS:
        assert within(rows, target).empty, "news of a price came through"
    ended = states(found, "P03")
    assert {state.rpartition(" ")[2] for state in ended} == {"met", "late"}


def test_operators_are_told_that_contracts_are_away_and_that_prices_are_late() -> None:
    found, _ = away()
    rows = found.history.integration
    alerts = {name: rows[rows["f"] == name] for name in ("alert_raised", "alert_cleared")}
    told_of = {
        name: sorted(own["agg_id"].astype(str) + " " + own["target"].astype(str))
        for name, own in alerts.items()
    }
    assert "system_unreachable contracts" in told_of["alert_raised"]
    assert "deadline_missed procurement" in told_of["alert_raised"]
    assert told_of["alert_raised"] == told_of["alert_cleared"], "every alert ends with its trouble"


def test_who_asks_for_a_price_is_given_the_last_one_and_told_that_it_is_old() -> None:
    _, asked = away()
    before, meanwhile = at(asked, BEFORE_H), at(asked, AWAY_H)
    known = {item: one.price_e4 for item, one in before.items() if one.status == 200}
    given = {item: one.price_e4 for item, one in meanwhile.items() if one.status == 200}
    assert all(meanwhile[item].stale for item in given)
    assert given.items() <= known.items(), "the last one that was heard, and no other"
    assert len(given) >= LEAST_KEPT * len(known) > 0
    unknown = [one for item, one in meanwhile.items() if item not in given]
    assert {(one.status, one.price_e4) for one in unknown} == {(503, None)}


def test_prices_are_of_now_again_once_contracts_are_back() -> None:
    _, asked = away()
    meanwhile, back = at(asked, AWAY_H), at(asked, BACK_H)
    assert not any(one.stale for one in back.values())
    assert {one.status for one in back.values()} == {200, 404}, "404: nothing is agreed"
    changed = [i for i, one in meanwhile.items() if one.stale and one.price_e4 != back[i].price_e4]
    assert changed, "no price that was given out as old has changed since"


def test_what_was_ordered_at_a_price_that_had_changed_is_made_good() -> None:
    found, _ = away()
    rows = found.history.effects
    meanwhile = set(within(rows, "procurement.order")["effect_key"].astype(str))
    booked = rows[rows["f"] == "erp.price_correction"]["effect_key"].astype(str)
    corrected = {key.removeprefix("PC-").rsplit("-", 2)[0] for key in booked}
    assert meanwhile & corrected

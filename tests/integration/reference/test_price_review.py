"""P03: activations that S03 gave up are found in its own list, and loaded once.

S03 gives up a delivery after a bit more than five hours of refusals, so eight hours away both ways
are long enough. The runs have no analytics warehouse, whose cuts begin the other comparisons.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from integration_under_test.boundary import Ports
from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.contracts import activations, price_lists
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import agreements
from sim.checkers.liveness import EXHAUSTED
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.faults.f46_outage import Outage
from sim.host.client import INTEGRATION
from sim.world.world import World
from tests.couriers.house import outcomes, states
from tests.integration.reference.runs import judged

HOUR_S, HOUR_US = 3600, 3_600_000_000
FROM_H, BY_HAND_H, UNTIL_H = 9, 15, 17
HEARING, ASKING = "contracts>integration", "integration>contracts"
OFTEN_AT_ONCE = {"contract_amendments_per_week_min": 70.0, "contract_changes_late_share": 1.0}
"""Ten amendments a day, each in force when it is signed."""
SEED, SCALE = 2, 0.02
SOON_H = 0.5
"""After S03 is back; the deadline is four hours."""
TARGETS = ("erp.price_condition", "procurement.catalogue_price", "billing.supply_cost")
CLERK = "price-clerk"


class ByListAlone(Reference):
    """As if vendors sent nothing once more that they gave up: only its list tells then."""

    def vendors_asked(self, ports: Ports) -> Sequence[str]:
        return ()


def load_by_hand(world: World) -> Generator[Any, Any, None]:
    """Somebody looks at S03's screen, and enters in the ERP what is in force there."""
    yield world.agenda.until(BY_HAND_H * HOUR_S)
    for contract in world.site.enterprise.contracts:
        asked = {"contractNumber": contract.number}
        shown = world.site.try_do("contracts", "get_contract", asked, CLERK) or {}
        for data in activations.read_versions(shown, 1)[-1:]:
            body = agreements.write(price_lists.read(data), Context(Crosswalk()))
            world.site.try_do("erp", "import_price_agreement", dict(body), CLERK)


@lru_cache(maxsize=4)
def away(
    by_hand: bool = False, without: str = "", hops: tuple[str, ...] = (HEARING, ASKING)
) -> Judged:
    spec = build_spec(RunRequest("ordinary_day", "reference", SEED, scale=SCALE))
    scenario = replace(spec.scenario, parameters=OFTEN_AT_ONCE)
    if by_hand:
        scenario = replace(scenario, process=load_by_hand)
    outage = Outage(hops=hops, from_h=FROM_H, until_h=UNTIL_H)
    settings = {"without": without} if without else {}
    spec = replace(spec, scenario=scenario, faults=(outage,), settings=settings)
    return run(spec, ByListAlone(), None)


def given_up(found: Judged) -> set[str]:
    """Contract and version of the activations that S03 delivers no more."""
    rows = found.history.world
    rows = rows[(rows["f"] == EXHAUSTED) & (rows["detail"] == activations.ACTIVATED)]
    return set(rows["business_key"].astype(str))


def asked(found: Judged) -> pd.DataFrame:
    """What the review read in S03."""
    calls = found.history.calls
    calls = calls[calls["hop"] == "integration>contracts"]
    return calls[calls["f"].isin(["list_contracts", "get_contract"])]


def written(found: Judged, kind: str) -> Mapping[str, list[str]]:
    """Contract, version and line -> who wrote that price, each time."""
    rows = found.history.effects
    rows = rows[rows["f"] == kind].astype({"effect_key": str, "process": str})
    return {str(key): list(own) for key, own in rows.groupby("effect_key")["process"]}


def test_what_was_given_up_is_loaded_as_soon_as_the_platform_is_back() -> None:
    found = away()
    lost = given_up(found)
    assert lost, "S03 gave nothing up in this run"
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    assert {state.rpartition(" ")[2] for state in states(found, "P03")} <= {"met", "late"}
    rows = found.history.effects
    late = rows[rows["f"].isin(TARGETS) & (rows["t_us"] > FROM_H * HOUR_US)]
    versions = late["effect_key"].astype(str).str.rpartition("/")[0]
    own = late[versions.isin(lost)]
    assert own["t_us"].max() < (UNTIL_H + SOON_H) * HOUR_US


def test_the_supply_chain_desk_hears_which_versions_were_caught_up() -> None:
    items = away().history.items
    told = items[items["item_id"].astype(str).str.startswith("price-review/")]
    assert given_up(away()) <= set(told["business_key"].astype(str))
    assert set(told["owner"]) == {"supply chain desk"}
    assert set(told["flow"]) == {"P03"}


def test_a_day_without_trouble_costs_one_list() -> None:
    found = judged((), scale=0.01)
    rows = asked(found)
    assert set(rows["f"]) == {"list_contracts"}
    nights = found.history.end_us / (24 * HOUR_US)
    assert 1 <= len(rows) <= nights + 2, "one to begin with, then one a night"
    assert not found.history.items["item_id"].astype(str).str.startswith("price-review/").any()


def test_without_the_review_they_stay_lost() -> None:
    found = away(without="reconciliation")
    assert asked(found).empty
    assert outcomes(found), "the testbed must see the loss"
    assert "lost_silent" in {state.rpartition(" ")[2] for state in states(found, "P03")}


def test_what_was_given_up_while_the_platform_answered_is_found_by_what_comes_late() -> None:
    found = away(hops=(HEARING,))
    assert given_up(found)
    assert "lost_silent" not in {state.rpartition(" ")[2] for state in states(found, "P03")}
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)


def test_what_somebody_loaded_by_hand_is_not_loaded_again() -> None:
    found = away(by_hand=True)
    lost = given_up(found)
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    in_erp = written(found, "erp.price_condition")
    mine = {key: who for key, who in in_erp.items() if any(CLERK in one for one in who)}
    assert {key.rpartition("/")[0] for key in mine} & lost
    assert all(len(who) == 1 for who in in_erp.values())
    in_catalogue = written(found, "procurement.catalogue_price")
    assert mine.keys() <= in_catalogue.keys()
    assert all(in_catalogue[key] == [INTEGRATION] for key in mine)

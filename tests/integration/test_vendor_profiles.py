"""Vendor profiles in whole runs: the reference keeps its promises behind real vendors' edges.

S01 as Oracle Fusion, S02 as Coupa, S03 as Ariba, S04 as Dynamics 365, S05 as NetSuite; two
ordinary days under the rough plan (C01 with F01 to F46).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.folder import manifest
from sim.experiment.run import Judged, record, run
from sim.experiment.spec import RunSpec

REALISTIC = {
    "erp": "oracle_fusion",
    "procurement": "coupa",
    "contracts": "ariba",
    "inventory": "dynamics365",
    "billing": "netsuite",
}


def spec(integration: str, arm: str = "direct", realistic: bool = True) -> RunSpec:
    asked = RunRequest("ordinary_day", integration, 1, 0.02, "rough_day", arm)
    return replace(build_spec(asked), profiles=REALISTIC if realistic else {})


@lru_cache
def judged(integration: str, realistic: bool = True) -> Judged:
    return run(spec(integration, realistic=realistic), new_integration(integration), None)


def outcomes(found: Judged) -> dict[str, str]:
    return {finding.checker: finding.outcome for finding in found.verdict.findings}


def given_up_by(found: Judged, system: str) -> int:
    """Events that a system's schedule gave up."""
    world = found.history.world
    mine = world["event_source"].astype(str) == f"/{system}"
    return int(((world["f"] == "delivery_exhausted") & mine).sum())


def test_the_reference_passes_behind_real_vendors() -> None:
    found = judged("reference")
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    assert "delivery_exhausted" not in set(found.history.world["f"].astype(str))


def test_direct_and_asgi_give_the_same_hash_behind_real_vendors() -> None:
    asgi, _ = record(spec("reference", "asgi"), new_integration("reference"), None)
    assert asgi.history_hash == judged("reference").recorded.history_hash


def test_procurement_is_polled_instead_of_pushing() -> None:
    calls = judged("reference").history.calls
    polls = calls[calls["f"] == "list_pending_events"]
    assert set(polls["target"].astype(str)) == {"procurement"}
    deliveries = judged("reference").history.deliveries
    fetched = deliveries[deliveries["source"] == "procurement"]
    assert int((calls["f"] == "flag_event").sum()) >= fetched["event_id"].nunique() > 0


def test_a_refusal_of_the_edge_names_no_fault() -> None:
    calls = judged("reference").history.calls
    at_ariba = calls[(calls["target"] == "contracts") & (calls["status"] == 429)]
    assert len(at_ariba) > 0
    assert set(at_ariba["fault_ids"].astype(str)) == {""}
    assert set(at_ariba["outcome"].astype(str)) == {"fail"}


def test_point_to_point_loses_for_good_what_a_short_schedule_gives_up() -> None:
    """Its handlers fail while the ERP is away; four attempts within seconds are over long before
    the two hours are, where the plain profile's schedule lasts six."""
    plain, real = judged("point_to_point", realistic=False), judged("point_to_point")
    assert (given_up_by(plain, "inventory"), outcomes(plain)["loss"]) == (0, "pass")
    assert given_up_by(real, "inventory") > 0
    assert outcomes(real)["loss"] == "fail"


def test_profiles_are_part_of_a_runs_identity() -> None:
    found = judged("reference").recorded
    assert REALISTIC.items() <= manifest(found)["profiles"].items()
    assert "--profile billing=netsuite" in found.spec.replay_command()
    assert found.history_hash != plain_hash()


@lru_cache
def plain_hash() -> str:
    unnamed = spec("reference", realistic=False)
    return record(unnamed, new_integration("reference"), None)[0].history_hash


def test_a_scenario_chooses_and_a_run_overrides() -> None:
    scenario = replace(spec("reference").scenario, profiles={"erp": "workday", "billing": "ariba"})
    chosen = replace(spec("reference"), scenario=scenario, profiles={"billing": "netsuite"})
    assert chosen.all_profiles == {"erp": "workday", "billing": "netsuite"}


@pytest.mark.parametrize("arm", ["direct", "asgi"])
def test_naming_plain_changes_nothing(arm: str) -> None:
    named = replace(spec("reference", arm, realistic=False), profiles={"erp": "plain"})
    recorded, _ = record(named, new_integration("reference"), None)
    assert recorded.history_hash == plain_hash()

"""A run in the names that a user types, and the specification made of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from integration_under_test import EXTERNAL, INTEGRATIONS
from integration_under_test.faulty import ZOO
from scenarios import PACKAGES, SCENARIOS
from scenarios.fault_plans import PLANS
from sim.cable import resolve_profiles
from sim.experiment.scenario import LAID_OVER, Scenario, shortened, with_package
from sim.experiment.settings import Settings, SettingsError, check_integration_settings
from sim.experiment.spec import ARMS, LIVE, RunSpec
from sim.faults.compose import read_plan
from sim.host import Crashes
from sim.naming import nearest
from sim.plugins import UnknownName, find
from sim.world.calibration import load_parameters
from sim.world.origins import ORDER_ORIGINS, RECEIPT_ORIGINS
from sim.world.parties import NEEDS, PARTIES

RUNNABLE = {**INTEGRATIONS, **ZOO}
"""Every integration that can be named, the sound ones and the faulty."""


@dataclass(frozen=True)
class RunRequest:
    """A run in the names that a user types."""

    scenario: str
    integration: str
    seed: int = 1
    scale: float = 0.02
    faults: str = "none"
    arm: str = "direct"
    settings: Settings = field(default_factory=Settings)
    profiles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    order_origin: str = ""
    receipt_origin: str = ""
    days: int = 0


def read_parties(text: str) -> tuple[str, ...]:
    """`payers,bank` as names; `all` is everybody. Raises UnknownName."""
    names = tuple(PARTIES) if text == "all" else tuple(filter(None, text.split(",")))
    for name in names:
        find(name, PARTIES, "party")
    return names


def read_crashes(text: str) -> Crashes | None:
    """`17,40` as a plan; None for no text. Raises SettingsError for what are no numbers."""
    if not all(part.isdigit() for part in text.split(",") if text):
        raise SettingsError(f"--crash-at {text!r}: expected numbers of points, such as 17,40")
    return Crashes(tuple(map(int, text.split(",")))) if text else None


def read_profiles(assignments: Iterable[str]) -> dict[str, str]:
    """`erp=oracle_fusion` as a mapping. Raises SettingsError for another form."""
    pairs = [text.partition("=") for text in assignments]
    for system, equals, name in pairs:
        if not (system and equals and name):
            raise SettingsError(f"--profile {system!r}: expected SYSTEM=VENDOR_PROFILE")
    return {system: name for system, _, name in pairs}


def find_scenario(name: str) -> Scenario:
    """`month_end`, or with packages over it `month_end+acquisition`. Raises UnknownName."""
    base, *packages = name.split(LAID_OVER)
    scenario: Scenario = find(base, SCENARIOS, "scenario")
    for package in packages:
        scenario = with_package(scenario, find(package, PACKAGES, "package"))
    return scenario


def build_spec(asked: RunRequest) -> RunSpec:
    """A specification in which every name has been checked. Raises UnknownName, SettingsError or
    UnknownParameter."""
    chosen = asked.settings
    if asked.arm not in ARMS:
        raise UnknownName(f"unknown arm {asked.arm!r}; {nearest(asked.arm, ARMS)}")
    for origin, known in (
        (asked.order_origin, ORDER_ORIGINS),
        (asked.receipt_origin, RECEIPT_ORIGINS),
    ):
        if origin and origin not in known:
            raise UnknownName(f"unknown origin {origin!r}; {nearest(origin, known)}")
    scenario = find_scenario(asked.scenario)
    load_parameters({**scenario.parameters, **chosen.world})
    stated = _stated(asked)
    own = {name: value for name, value in scenario.settings.items() if name in stated}
    resolve_profiles({**scenario.profiles, **asked.profiles})
    _check_company({*scenario.parties, *asked.parties})
    return RunSpec(
        scenario=shortened(scenario, asked.days) if asked.days else scenario,
        integration=asked.integration,
        seed=asked.seed,
        scale=asked.scale,
        arm=asked.arm,
        faults=read_plan(asked.faults, PLANS),
        fault_plan=asked.faults,
        parameters=chosen.world,
        settings={**own, **chosen.integration},
        profiles=asked.profiles,
        parties=asked.parties,
        order_origin=asked.order_origin,
        receipt_origin=asked.receipt_origin,
        days=asked.days,
        asked_for=asked.scenario if ":" in asked.scenario else "",
    )


def _stated(asked: RunRequest) -> Mapping[str, Any]:
    """The settings that the integration states, which those asked for must be among; of a program
    nobody knows them."""
    if asked.arm == LIVE and ("://" in asked.integration or asked.integration in EXTERNAL):
        return {}
    integration = find(asked.integration, RUNNABLE, "integration")
    check_integration_settings(asked.settings.integration, integration)
    stated: Mapping[str, Any] = getattr(integration, "defaults", {})
    return stated


def _check_company(parties: set[str]) -> None:
    for party in sorted(parties & NEEDS.keys()):
        if NEEDS[party] not in parties:
            raise SettingsError(
                f"party {party!r}: expected {NEEDS[party]!r} to take part too, since nobody could "
                f"map what {party} sends; add --parties {NEEDS[party]},{party}"
            )


def stored_spec(stored: Mapping[str, Any]) -> RunSpec:
    """The specification that a `run.json` states. Raises SettingsError for the run of a fork,
    which began as another one, and all that `build_spec` raises."""
    if "fork" in stored:
        raise SettingsError(f"this run is a fork; repeat it with: {stored['replay']}")
    if stored["arm"] == LIVE:
        raise SettingsError(f"this run was live, none is like it; a new one: {stored['replay']}")
    names = {name: stored[name] for name in ("scenario", "integration", "seed", "scale", "arm")}
    origins = stored.get("origin_overrides") or {"orders": "", "receipts": ""}
    asked = RunRequest(
        **names,
        faults=stored["fault_plan"],
        settings=Settings(stored["overrides"], stored["settings"]),
        profiles=stored["profile_overrides"],
        parties=tuple(stored["party_additions"]),
        order_origin=origins["orders"],
        receipt_origin=origins["receipts"],
        days=stored.get("days_asked", 0),
    )
    crashes = stored.get("crashes")
    plan = Crashes(tuple(crashes["points"]), crashes["downtime_s"]) if crashes else None
    return replace(build_spec(asked), crashes=plan)


def new_integration(name: str) -> Any:
    """A fresh incarnation of a listed or own integration."""
    return find(name, RUNNABLE, "integration")()


def typed() -> str:
    """The command that was typed. Where the wall has a say, it repeats what was asked for, not each
    meeting."""
    return shlex.join(["testbed", *sys.argv[1:]])

"""One served document under Schemathesis: what is called, with which values, and what came of it.

Values that the seeded group knows (a supplier's number, an item's id) are gathered from its
masters first and mixed into what is generated, so that calls get past the first look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from starlette.types import ASGIApp

from sim.live.serving.group import FIRST_DAY
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import build_enterprise
from sim.world.masters import load_masters

NOTHING: Mapping[str, Any] = MappingProxyType({})
KNOWN_PROBABILITY = 0.7
MOST_VALUES = 20
REFUSES_BY_RULE = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
"""What a body that fits its schema may be answered: 422 too, for a rule that no schema can say
(an item that nobody has, the 31st of February)."""


@dataclass(frozen=True)
class Effort:
    """Which phases, and how many examples in the last."""

    coverage: bool
    examples: int
    refusals: tuple[str, ...] = ()
    """Further statuses with which a request that fits its schema may be refused."""


@dataclass
class Tally:
    """What came of it; `failures` in words, each kind of failure of an operation once."""

    operations: set[str] = field(default_factory=set)
    cases: int = 0
    checks: int = 0
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    failures: dict[tuple[str, str], str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = ", ".join(f"{status}: {n}" for status, n in sorted(self.statuses.items()))
        return (
            f"{len(self.operations)} operations, {self.cases} calls ({told}), {self.checks} checks"
        )


def tried(
    app: ASGIApp | str,
    effort: Effort,
    known: Mapping[str, list[Any]] = NOTHING,
    auth: Mapping[str, Any] = NOTHING,
    headers: Mapping[str, str] = NOTHING,
) -> Tally:
    """Schemathesis over an application in process, or the document at a URL; from a fixed seed.
    `auth` is by security scheme, `headers` go with every call."""
    settings = _settings(effort, known)
    if auth:
        settings["auth"] = {"openapi": dict(auth)}
    if headers:
        settings["headers"] = dict(headers)
    config = SchemathesisConfig.from_dict(settings)
    if isinstance(app, str):
        schema = schemathesis.openapi.from_url(app, config=config)
    else:
        schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    tally = Tally()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _count(tally, event)
        elif isinstance(event, events.NonFatalError):
            tally.failures[event.label, "error"] = str(event.info)
        elif isinstance(event, events.FatalError):
            raise event.exception
    return tally


def assert_sound(tally: Tally, operations: int) -> None:
    """Nothing failed, everything was asked, and nothing broke."""
    words = "\n\n".join(f"{op} ({check})\n{told}" for (op, check), told in tally.failures.items())
    assert not tally.failures, f"{tally}\n{words}"
    assert len(tally.operations) == operations
    assert max(tally.statuses) < 500


class Masters:
    """Stands where a system loads its masters, and keeps the values by their names."""

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = defaultdict(list)

    def load(self, _: str, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            for name, value in _scalars(row):
                if value not in self.values[name] and len(self.values[name]) < MOST_VALUES:
                    self.values[name].append(value)


def known_values(names: Iterable[str], seed: int, scale: float) -> dict[str, dict[str, list[Any]]]:
    """System -> name -> values in the masters of the group of a seed."""
    masters = {name: Masters() for name in names}
    enterprise = build_enterprise(Streams(seed), load_parameters(), scale, Calendar(FIRST_DAY))
    load_masters(enterprise, masters)  # type: ignore[arg-type]  # only their `load` is used
    return {name: dict(one.values) for name, one in masters.items()}


def _scalars(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _scalars(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _scalars(one, name)
    elif isinstance(value, int | str) and not isinstance(value, bool) and value != "":
        yield name, value


def _settings(effort: Effort, known: Mapping[str, list[Any]]) -> dict[str, Any]:
    names = {f"known{number}": name for number, name in enumerate(known)}
    bound = {
        f"{place}.{name}": {"dictionary": key, "probability": KNOWN_PROBABILITY}
        for key, name in names.items()
        for place in ("path", "query", "body")
    }
    phases = {"examples": False, "coverage": effort.coverage, "fuzzing": bool(effort.examples)}
    return {
        "seed": 1,
        "generation": {
            "max-examples": max(1, effort.examples),
            "deterministic": True,
            "database": "none",
            "no-shrink": True,
        },
        "phases": {
            "stateful": {"enabled": False},
            **{name: {"enabled": on} for name, on in phases.items()},
        },
        "checks": {
            "positive_data_acceptance": {"expected-statuses": [*REFUSES_BY_RULE, *effort.refusals]}
        },
        "continue-on-failure": True,
        "dictionaries": {key: {"values": known[name]} for key, name in names.items()},
        "parameters": bound,
    }


def _count(tally: Tally, event: events.ScenarioFinished) -> None:
    tally.operations.add(event.label or "")
    for interaction in event.recorder.interactions.values():
        tally.cases += 1
        if interaction.response is not None:
            tally.statuses[interaction.response.status_code] += 1
    for checks in event.recorder.checks.values():
        for check in checks:
            tally.checks += 1
            info = check.failure_info
            if info is not None:
                words = f"{info.failure.title}: {info.failure.message}\n{info.code_sample}"
                tally.failures.setdefault((event.label or "", check.name), words)

"""The arrivals of a scenario: what people begin at the systems' screens, as a load test replays it.

The scenario runs in virtual time; each act that no system's answer decides (sim/world/exogenous.py)
becomes an HTTP request with the moment of business time at which it leaves.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from integration_under_test.boundary import Integration
from mock_systems.service import Operation
from mock_systems.service.wire import path_fields
from sim.experiment.run import Progress, under_way
from sim.experiment.settings import SettingsError
from sim.experiment.spec import RunSpec
from sim.world.desk import Act
from sim.world.exogenous import key_of, kind_of


class Arrival(NamedTuple):
    """One request of a schedule. `at_s` is business time since the scenario's first midnight,
    `path` begins with the system's name, `status` is what the exported run answered."""

    n: int
    at_s: float
    system: str
    operation: str
    method: str
    path: str
    key: str
    actor: str
    correlation: str
    status: int
    body: str


COLUMNS = {
    "n": pa.int64(),
    "at_s": pa.float64(),
    "status": pa.int64(),
    **{name: pa.string() for name in Arrival._fields if name not in ("n", "at_s", "status")},
}
FORMATS = (".parquet", ".csv")


def export_arrivals(
    spec: RunSpec, integration: Integration, progress: Progress | None = None
) -> list[Arrival]:
    """Runs the scenario in virtual time and tells what arrived, in order."""
    found: list[Arrival] = []
    with under_way(spec, integration, None) as course:
        testbed = course.testbed

        def seen(act: Act, status: int) -> None:
            kind = kind_of(act)
            if kind is not None:
                operation = testbed.systems[act.system].operations[act.operation]
                n, at_s = len(found), round(testbed.clock.now_s(), 6)
                found.append(_arrival(n, at_s, act, operation)._replace(status=status))

        testbed.world.site.desk.seen = seen
        course.finish(progress)
    return found


def _arrival(n: int, at_s: float, act: Act, operation: Operation) -> Arrival:
    kind = kind_of(act)
    assert kind is not None  # nothing else is exported
    path, body = operation.path, dict(act.body)
    for name in path_fields(path):
        path = path.replace("{" + name + "}", str(body.pop(name)))
    return Arrival(
        n=n,
        at_s=at_s,
        system=act.system,
        operation=act.operation,
        method=operation.method,
        path=f"/{act.system}{path}",
        key=key_of(act, kind),
        actor=act.actor,
        correlation=f"arrival-{n:07d}",
        status=0,
        body=json.dumps(body, separators=(",", ":")),
    )


def write_arrivals(
    arrivals: Sequence[Arrival], path: Path, about: Mapping[str, Any] | None = None
) -> None:
    """Writes Parquet (with what it is about in its metadata) or CSV, by the file's name.

    Raises SettingsError for another ending.
    """
    if path.suffix not in FORMATS:
        raise SettingsError(f"{path.name}: expected a name in .parquet or .csv, got {path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([Arrival._fields, *arrivals])
        return
    schema = pa.schema([(name, COLUMNS[name]) for name in Arrival._fields])
    schema = schema.with_metadata({"arrivals": json.dumps(about or {})})
    rows = [one._asdict() for one in arrivals]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)

"""What one effect costs each integration, and where the reference's run spends its time.

Processor time is that of a whole run, the hospital's part included, which is the same for both;
the effects and calls are those that the integration caused. Each integration runs in a process of
its own. The profile is of a further run, since being profiled slows it.

    python -m tests.bench.effect_cost                # both and their ratio, or one by its name
"""

from __future__ import annotations

import cProfile
import json
import pstats
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from statistics import median
from time import process_time
from typing import Any

from integration_under_test.boundary import Integration, Ports
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import record
from sim.history.reading import History
from sim.host import MemoryStorage

INTEGRATIONS = ("reference", "point_to_point")
SCENARIO, SCALE, REPEATS = "ordinary_day", 0.01, 3
ACTOR = "integration"
"""Who the integration is in the History."""

REFERENCE = "integration_under_test/reference/"
LAYERS = {
    **{f"{REFERENCE}{name}/": name for name in (
        "gateway", "mediation", "events", "orchestration", "observability", "store"
    )},
    REFERENCE: "wiring and delivery",
    "integration_under_test/": "point to point",
    "sim/host/": "host",
    "sim/cable/": "cable",
    "sim/clock/": "clock",
    "sim/history/": "history",
    "sim/": "world",
    "mock_systems/": "systems",
}  # fmt: skip
"""Part of a path -> what it is called; the first that fits."""
OWN = [name for part, name in LAYERS.items() if part.startswith("integration_under_test/")]
LIBRARIES = "libraries"


class Watched:
    """An integration whose storage is remembered, for its counts."""

    def __init__(self, integration: Integration) -> None:
        self.integration = integration
        self._start = integration.start
        self.storage: Any = MemoryStorage()
        setattr(integration, "start", self.start)  # noqa: B010 (a method is replaced)

    async def start(self, ports: Ports) -> None:
        self.storage = ports.storage
        await self._start(ports)


def one(name: str) -> dict[str, Any]:
    """Costs of one integration, measured in this process."""
    took_s = []
    for _ in range(REPEATS):
        watched = Watched(new_integration(name))
        began_s = process_time()
        _, writer = record(_spec(name), watched.integration, None)
        took_s.append(process_time() - began_s)
    history = History.from_writer(writer)
    effects = history.count("effect", "process")[ACTOR]
    calls = history.count("invoke", "process")[ACTOR]
    storage: MemoryStorage = watched.storage
    us_per_effect = median(took_s) / effects * 1e6
    shares = _shares(name)
    return {
        "effects": effects,
        "us_per_effect": us_per_effect,
        "own_us_per_effect": us_per_effect * sum(shares.get(layer, 0.0) for layer in OWN),
        "calls": calls / effects,
        "commits": storage.commits / effects,
        "reads": storage.reads / effects,
        "writes": storage.writes / effects,
        "shares": shares,
    }


def _spec(name: str) -> Any:
    return build_spec(RunRequest(SCENARIO, name, scale=SCALE))


def _shares(name: str) -> dict[str, float]:
    """Layer -> its share of the processor time, largest first."""
    profile = cProfile.Profile()
    integration = new_integration(name)
    profile.runcall(record, _spec(name), integration, None)
    spent = _spent(pstats.Stats(profile).stats)  # type: ignore[attr-defined]  # not in its stub
    total = sum(spent.values())
    return {layer: seconds / total for layer, seconds in spent.most_common()}


def _spent(stats: Mapping[Any, Any]) -> Counter[str]:
    """Seconds in each layer's own functions; what is built in counts for who called it."""
    spent: Counter[str] = Counter()
    for (path, _, _), (_, _, own_s, _, callers) in stats.items():
        if path != "~":
            spent[_layer(path)] += own_s
            continue
        for (caller, _, _), (_, _, part_s, _) in callers.items():
            spent[_layer(caller)] += part_s
    return spent


def _layer(path: str) -> str:
    return next((name for part, name in LAYERS.items() if f"/{part}" in path), LIBRARIES)


def measure() -> dict[str, Any]:
    """Both integrations, and the ratio of their costs per effect."""
    found: dict[str, Any] = {name: _in_its_own_process(name) for name in INTEGRATIONS}
    reference, direct = (found[name]["us_per_effect"] for name in INTEGRATIONS)
    return {**found, "ratio": reference / direct}


def _in_its_own_process(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.effect_cost", name]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1]) if sys.argv[1:] else measure()))

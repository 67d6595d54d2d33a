"""The run folder: everything about one run, for a person, a notebook and a replay.

runs/<scenario>/<integration>/<seed>/
    run.json  history.parquet  effects.parquet  obligations.parquet  verdict.json
    report.html  figures/*.png
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.cable import resolve_profiles
from sim.checkers.matching import obligations_in_parts
from sim.checkers.verdict import Verdict
from sim.experiment.run import Judged, Recorded
from sim.experiment.spec import RunSpec
from sim.faults.fault import Fault
from sim.history.frames import write_frames
from sim.world.calibration import load_parameters

PACKAGES = ("simpy", "faker", "numpy", "pandas", "pyarrow", "pydantic", "fastapi", "tzdata")


def folder_of(spec: RunSpec, root: Path) -> Path:
    """Where a run of this specification is filed. A `module:Class` becomes `module.Class`, a URL
    its host and port: not every file system takes a colon."""
    names = (spec.scenario.name, spec.integration.rpartition("//")[2].strip("/"))
    seed = f"{spec.seed}-live" if spec.is_live else str(spec.seed)
    return root.joinpath(*(name.replace(":", ".") for name in names), seed)


def write_folder(judged: Judged, folder: Path) -> None:
    """Writes all but the History, which is there already, and the report."""
    _write_json(folder / "run.json", manifest(judged.recorded))
    _write_json(folder / "verdict.json", verdict_document(judged.verdict))
    write_frames(folder / "effects.parquet", judged.history.effects_in_parts())
    write_frames(folder / "obligations.parquet", obligations_in_parts(judged.history))


def manifest(recorded: Recorded) -> dict[str, Any]:
    """What was run, on what, and how it went; enough to repeat it."""
    spec = recorded.spec
    return {
        **specification(spec),
        "versions": versions(),
        "history_hash": recorded.history_hash,
        "rows": recorded.rows,
        "simulated_s": recorded.simulated_s,
        "wall_s": round(recorded.wall_s, 3),
        "peak_memory_mb": round(recorded.peak_memory_mb, 1),
        "quiescent": recorded.quiescent,
        "storage_operations": recorded.storage_operations,
        "broken": recorded.broken,
        "replay": spec.replay_command(),
    }


def specification(spec: RunSpec) -> dict[str, Any]:
    """Everything that decides a run, as JSON values."""
    parameters = load_parameters(spec.all_parameters)
    return {
        "scenario": spec.scenario.name,
        "circumstance": spec.scenario.circumstance,
        "title": spec.scenario.title,
        "first_day": spec.scenario.first_day.isoformat(),
        "days": spec.scenario.days,
        "days_asked": spec.days,
        "integration": spec.integration,
        "seed": spec.seed,
        "scale": spec.scale,
        "arm": spec.arm,
        "speed": spec.speed,
        "fault_plan": spec.fault_plan,
        "faults": [_fault_document(fault) for fault in spec.all_faults],
        "expects": dict(spec.scenario.expects),
        "overrides": dict(spec.parameters),
        "parameters": {name: parameters[name] for name in parameters},
        "settings": dict(spec.settings),
        "parties": list(spec.all_parties),
        "party_additions": list(spec.parties),
        "crashes": asdict(spec.crashes) if spec.crashes else None,
        "origins": spec.origins._asdict(),
        "origin_overrides": {"orders": spec.order_origin, "receipts": spec.receipt_origin},
        "profile_overrides": dict(spec.profiles),
        "profiles": {k: v.name for k, v in resolve_profiles(spec.all_profiles).items()},
    }


def versions() -> dict[str, str]:
    """Versions of Python and of everything that can change a History."""
    own = {name: version(name) for name in PACKAGES}
    return {
        "python": platform.python_version(),
        "testbed": version("connected-care-testbed"),
        **own,
    }


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON values, the way `verdict.json` stores it."""
    return {
        "outcome": verdict.outcome,
        "gaps": list(verdict.gaps),
        "findings": [asdict(finding) for finding in verdict.findings],
        "first_violation": _first_violation(verdict),
    }


def _first_violation(verdict: Verdict) -> dict[str, Any] | None:
    if verdict.first is None:
        return None
    steps = [line.partition("  ") for line in verdict.timeline.lines]
    story = [{"t": t, "line": line} for t, _, line in steps]
    return {**asdict(verdict.first), "timeline": story}


def _fault_document(fault: Fault) -> dict[str, Any]:
    fields = {
        name: value if value != float("inf") else None for name, value in asdict(fault).items()
    }
    return {"id": fault.id, "title": fault.title, **fields}


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

"""What one recorded effect of a month end costs: at two sizes of the group, and with all parties.

Each run is in a process of its own, so that none warms another's caches and the peak
memory is its own. Processor time, without importing and judging; the History goes to disk. The
second peak is that of the whole: recording, then judging from the file.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from sim.cli import RunRequest, build_spec, new_integration
from sim.cli.request import read_parties
from sim.experiment.run import judge, record
from sim.history.reading import History

SMALL, LARGE = 0.1, 1.0
MODERATE = 0.02
"""With all parties there are four times as many effects."""
NOBODY_ELSE, EVERYBODY = "", "all"


def one(scale: float, parties: str = NOBODY_ELSE) -> dict[str, float]:
    """Cost of one month end at this scale, measured in this process."""
    request = RunRequest("month_end", "reference", 1, scale, parties=read_parties(parties))
    spec = build_spec(request)
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "history.parquet"
        began_s = process_time()
        recorded, _ = record(spec, new_integration("reference"), path)
        cpu_s = process_time() - began_s
        recording_mb = _peak_mb()
        history = History.load(path)
        effects = sum(history.count("effect", "f").values())
        verdict = judge(recorded, history).verdict
        if verdict.outcome != "pass":
            raise RuntimeError(f"a figure of a run that does not pass is none: {verdict.gaps}")
    return {
        "scale": scale,
        "rows": recorded.rows,
        "effects": effects,
        "cpu_s": cpu_s,
        "us_per_effect": cpu_s / effects * 1e6,
        "effects_per_s": effects / cpu_s,
        "peak_memory_mb": recording_mb,
        "judged_peak_memory_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> dict[str, Any]:
    """Both sizes, and the ratio of their costs per effect."""
    small, large = (_in_its_own_process(scale, NOBODY_ELSE) for scale in (SMALL, LARGE))
    ratio = large["us_per_effect"] / small["us_per_effect"]
    return {"small": small, "large": large, "large_over_small": ratio}


def measure_whole_group() -> dict[str, float]:
    """A month with everybody at work: all flows, at a moderate size."""
    return _in_its_own_process(MODERATE, EVERYBODY)


def _in_its_own_process(scale: float, parties: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.month_end_scaling", str(scale), parties]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    print(json.dumps(one(float(sys.argv[1]), *sys.argv[2:])))

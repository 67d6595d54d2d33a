"""A fork's run folder: that of any run, with what it forked from, and the verdict on the fork."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

from sim.experiment.folder import folder_of, write_folder
from sim.experiment.fork import Forked
from sim.experiment.fork_verdict import check_forked, mark_of
from sim.experiment.run import Judged
from sim.experiment.session import HISTORY, Filed
from sim.experiment.snapshot import Snapshot
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.report import write_report


@dataclass(frozen=True)
class ForkedSpec(RunSpec):
    """The specification of a fork; `repeat` is the command that makes it again."""

    repeat: str = ""

    def replay_command(self) -> str:
        """The command that repeats this fork."""
        return self.repeat


def forked_spec(spec: RunSpec, repeat: str) -> ForkedSpec:
    """A specification as that of a fork."""
    own = {field.name: getattr(spec, field.name) for field in fields(spec)}
    return ForkedSpec(**own, repeat=repeat)


def prepared(spec: RunSpec, root: Path) -> Path:
    """Where the fork's History goes, in its folder."""
    folder = folder_of(spec, root)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / HISTORY


def file_fork(forked: Forked, snapshot: Snapshot, path: Path, report: bool = True) -> Filed:
    """Judges the History at `path` and files it. The manifest has a `fork` beside the rest."""
    history = History.load(path)
    spec = forked.recorded.spec
    judged = Judged(forked.recorded, history, check_forked(history, spec.expected_obligations()))
    write_folder(judged, path.parent)
    manifest = path.parent / "run.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    mark = mark_of(history)
    document["fork"] = {
        "at_s": snapshot.at_s,
        "row": mark.i if mark else -1,
        "prefix_rows": snapshot.rows,
        "prefix_hash": snapshot.history_hash,
        "prefix_s": round(forked.prefix_s, 3),
        "first": {name: snapshot.run[name] for name in ("integration", "fault_plan", "settings")},
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    manifest.write_text(text + "\n", encoding="utf-8")
    if report:
        write_report(path.parent)
    return Filed(judged, path.parent)

"""The corpus: failing trials that were found once, each a file, run again by every test run.

What a mutant fails must go on failing, by the same checker; what the reference failed was mended
and must pass for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.trial import Told, Trial, document_of, trial_of
from sim.results import ResultsError

FIELDS = {"trial", "expected", "checkers", "found", "story"}


@dataclass(frozen=True)
class Entry:
    """`expected` is `pass` or `fail`; of the `checkers` one must fail then. `found` says when and
    how it was found, `story` what happened, for whoever meets it later."""

    trial: Trial
    expected: str
    checkers: tuple[str, ...]
    found: str
    story: tuple[str, ...] = ()

    def holds(self, told: Told) -> bool:
        """Whether a run of the trial came out as expected."""
        if self.expected == "pass":
            return told.outcome == "pass"
        return bool(told.checkers & set(self.checkers))


def file_of(entry: Entry) -> str:
    """A name that tells integration, scenario and seed."""
    trial = entry.trial
    words = (trial.integration, trial.scenario, str(trial.seed), *trial.faults)
    return "-".join(word.replace(":", ".").replace("@", "_") for word in words) + ".json"


def keep(entry: Entry, folder: Path) -> Path:
    """Writes an entry; one of the same trial is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "trial": document_of(entry.trial),
        "expected": entry.expected,
        "checkers": list(entry.checkers),
        "found": entry.found,
        "story": list(entry.story),
    }
    path = folder / file_of(entry)
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return path


def entries(folder: Path) -> Iterator[tuple[Path, Entry]]:
    """Every entry, by file name. Raises ResultsError for a file that is none."""
    for path in sorted(folder.glob("*.json")):
        yield path, _read(path)


def _read(path: Path) -> Entry:
    try:
        return _entry(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ResultsError(f"{path}: not an entry of a corpus: {error}") from error


def _entry(document: dict[str, Any]) -> Entry:
    if document.keys() != FIELDS:
        raise ValueError(f"expected the fields {sorted(FIELDS)}, got {sorted(document)}")
    if document["expected"] not in ("pass", "fail"):
        raise ValueError(f"`expected` must be pass or fail, got {document['expected']!r}")
    return Entry(
        trial=trial_of(document["trial"]),
        expected=document["expected"],
        checkers=tuple(document["checkers"]),
        found=document["found"],
        story=tuple(document["story"]),
    )

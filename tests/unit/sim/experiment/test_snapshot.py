"""A snapshot is written and read back whole, or refused with what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sim.cli.request import RunRequest, build_spec, new_integration
from sim.cli.snapshot import read_moment
from sim.experiment.settings import SettingsError
from sim.experiment.snapshot import Snapshot, SnapshotError, check_specification, take

HOUR_S = 3600.0
SPEC = build_spec(RunRequest("ordinary_day", "template", scale=0.002, faults="rough_day"))
BUILD = partial(new_integration, "template")


@pytest.fixture(scope="module")
def taken() -> Snapshot:
    return take(SPEC, BUILD, 2 * HOUR_S)


def test_a_snapshot_is_read_back_as_it_was_written(taken: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "two.json"
    taken.save(path)
    assert Snapshot.load(path) == taken
    assert taken.rows > 0
    check_specification(Snapshot.load(path), SPEC)


@pytest.mark.parametrize("at_s", [0.0, -1.0, 2 * 24 * HOUR_S + 1])
def test_an_instant_outside_the_days_is_refused(at_s: float) -> None:
    with pytest.raises(SnapshotError, match="within the 2 days of ordinary_day"):
        take(SPEC, BUILD, at_s)


@pytest.mark.parametrize(
    ("key", "value"),
    [("run", []), ("at_s", "noon"), ("rows", 1.5), ("history_hash", None), ("versions", 1)],
)
def test_a_file_with_a_wrong_value_is_refused_by_its_key(
    taken: Snapshot, tmp_path: Path, key: str, value: object
) -> None:
    path = tmp_path / "two.json"
    taken.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(SnapshotError, match=f"two.json, key '{key}'"):
        Snapshot.load(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "testbed snapshot"}'])
def test_what_is_no_snapshot_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(text)
    with pytest.raises(SnapshotError, match=r"own\.json"):
        Snapshot.load(path)


def test_a_file_that_cannot_be_written_is_told(taken: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="cannot be written"):
        taken.save(tmp_path)


def test_a_run_that_is_declared_otherwise_by_now_is_refused_with_both_values(
    taken: Snapshot,
) -> None:
    with pytest.raises(SnapshotError, match=r"has scale 0\.002, today's has 0\.003"):
        check_specification(taken, replace(SPEC, scale=0.003))
    later = replace(SPEC.scenario, parameters={"spike_invoices": 7.0})
    with pytest.raises(SnapshotError, match=r'parameters \{"spike_invoices": .*7\.0'):
        check_specification(taken, replace(SPEC, scenario=later))


@pytest.mark.parametrize(
    ("text", "hours"),
    [("36", 36), ("36h", 36), ("1.5d", 36), ("1d12h", 36), ("0.5h", 0.5), (" 2d ", 48)],
)
def test_a_moment_is_read_in_days_and_hours(text: str, hours: float) -> None:
    assert read_moment(text) == hours * HOUR_S


@pytest.mark.parametrize("text", ["", "noon", "-3h", "1h2d", "d", "h"])
def test_another_moment_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"36h, 1\.5d or 1d12h"):
        read_moment(text)

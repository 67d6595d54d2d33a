"""B12: a run forks at a moment of it into other runs, and into itself when nothing changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from sim.checkers.verdict import Verdict
from sim.cli import app, main
from sim.cli.request import RunRequest, build_spec, new_integration
from sim.experiment.fork import Beginning, Change, fork
from sim.experiment.fork_branches import Branch, fork_each
from sim.experiment.fork_verdict import check_forked, mark_of
from sim.experiment.run import record
from sim.experiment.settings import Settings
from sim.experiment.snapshot import SnapshotError, take
from sim.faults.f36_period_closed import PeriodClosed
from sim.history.reading import History

NOON_US = 12 * 3600 * 1_000_000
OUTAGE_US = 21 * 1800 * 1_000_000
DAY = RunRequest("ordinary_day", "reference", scale=0.002)
ROUGH = replace(DAY, faults="rough_day")
TO_OTHERS = replace(DAY, integration="point_to_point")


class Parted(NamedTuple):
    """A fork with its History and the verdict on it."""

    hash: str
    history: History
    verdict: Verdict


def beginning(asked: RunRequest, at_us: int = NOON_US) -> Beginning:
    spec, build = build_spec(asked), partial(new_integration, asked.integration)
    return Beginning(take(spec, build, at_us / 1e6), spec, build)


def change(asked: RunRequest) -> Change:
    return Change(build_spec(asked), partial(new_integration, asked.integration))


def parted(first: Beginning, asked: RunRequest, folder: Path) -> Parted:
    path = folder / "own.parquet"
    made = fork(first, change(asked), path)
    history = History.load(path)
    expects = made.recorded.spec.expected_obligations()
    return Parted(made.recorded.history_hash, history, check_forked(history, expects))


@pytest.fixture(scope="module")
def noon() -> Beginning:
    return beginning(DAY)


@pytest.fixture(scope="module")
def outage() -> Beginning:
    """The ERP is away: what was acknowledged waits in the reference's outbox."""
    return beginning(ROUGH, OUTAGE_US)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run that was never forked."""
    path = tmp_path_factory.mktemp("whole") / "history.parquet"
    record(build_spec(DAY), new_integration("reference"), path)
    return path


@pytest.fixture(scope="module")
def to_others(noon: Beginning, tmp_path_factory: pytest.TempPathFactory) -> Parted:
    return parted(noon, TO_OTHERS, tmp_path_factory.mktemp("to_others"))


def test_a_fork_in_which_nothing_changes_is_the_run_itself(
    noon: Beginning, whole: Path, tmp_path: Path
) -> None:
    own = parted(noon, DAY, tmp_path)
    assert own.hash == History.load(whole).meta["history.hash"]
    assert own.verdict.outcome == "pass"
    assert mark_of(own.history) is None


def test_nor_does_it_change_in_the_middle_of_an_outage(outage: Beginning) -> None:
    recorded, _ = record(build_spec(ROUGH), new_integration("reference"), None)
    assert fork(outage, change(ROUGH), None).recorded.history_hash == recorded.history_hash


def test_another_integration_goes_on_and_loses_nothing(to_others: Parted) -> None:
    told = to_others.history.integration
    assert told.loc[told["f"] == "started", "detail"].tolist() == ["Reference", "PointToPoint"]
    assert to_others.verdict.outcome == "pass"
    assert to_others.verdict.finding("loss").measured["obligations"] > 20


def test_until_the_fork_it_is_the_run_row_for_row(
    noon: Beginning, to_others: Parted, whole: Path
) -> None:
    mark = mark_of(to_others.history)
    assert mark == (noon.snapshot.rows, NOON_US, True)
    numbers = range(noon.snapshot.rows)
    frames = [one.numbered(numbers) for one in (History.load(whole), to_others.history)]
    plain = [frame.drop(columns="t_wall_ns").astype(str) for frame in frames]
    assert len(plain[0]) == noon.snapshot.rows
    assert plain[0].equals(plain[1])


def test_another_fault_plan_acts_from_the_fork_on(noon: Beginning, tmp_path: Path) -> None:
    own = parted(noon, ROUGH, tmp_path)
    faults = own.history.faults
    assert int(faults["t_us"].min()) == NOON_US
    on = faults[faults["op"] == "fault_on"]
    assert sorted(on["f"]) == ["F01", "F02", "F03", "F04", "F09", "F10"], "F46 was over by noon"
    assert own.verdict.finding("loss").outcome == "pass"
    assert own.verdict.finding("duplicates").outcome == "pass"


def test_what_the_predecessor_had_acknowledged_is_inherited_and_its_faults_end(
    outage: Beginning, tmp_path: Path
) -> None:
    own = parted(outage, TO_OTHERS, tmp_path)
    inherited = own.verdict.finding("inherited").measured["inherited_lost"]
    assert inherited > 0
    for name in ("loss", "duplicates", "liveness", "variance"):
        assert own.verdict.finding(name).outcome == "pass"
    assert own.verdict.finding("consistency").outcome == "unknown"
    assert int(own.history.faults["t_us"].max()) == OUTAGE_US


def test_other_settings_of_the_same_integration_keep_its_storage(
    outage: Beginning, tmp_path: Path
) -> None:
    slow = replace(ROUGH, settings=Settings(integration={"retry_base_s": 60.0}))
    own = parted(outage, slow, tmp_path)
    assert mark_of(own.history) == (outage.snapshot.rows, OUTAGE_US, False)
    assert own.verdict.finding("loss").outcome == "pass"
    assert own.verdict.finding("duplicates").outcome == "pass"


def hashes_of_branches(folder: Path) -> list[str]:
    asked = (DAY, TO_OTHERS)
    branches = [Branch(change(one), folder / f"{n}.parquet") for n, one in enumerate(asked)]
    forks = fork_each(beginning(DAY), branches)
    stored = [History.load(branch.path).meta["history.hash"] for branch in branches]
    assert stored == [one.recorded.history_hash for one in forks]
    return stored


def alone(work: Callable[..., Any], *arguments: object) -> Any:
    """In a process with one thread, as forking needs."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def test_branches_of_one_run_end_as_forks_made_alone(
    whole: Path, to_others: Parted, tmp_path: Path
) -> None:
    unchanged, other = alone(hashes_of_branches, tmp_path)
    assert unchanged == History.load(whole).meta["history.hash"]
    assert other == to_others.hash


def test_another_beginning_than_the_snapshots_is_refused(noon: Beginning) -> None:
    was = {**noon.snapshot.versions, "numpy": "1.0"}
    changed = replace(noon.snapshot, history_hash="0" * 32, versions=was)
    with pytest.raises(SnapshotError, match=r"with the hash 0{12} .* numpy was 1\.0, is"):
        fork(noon._replace(snapshot=changed), change(DAY), None)


def test_another_specification_than_the_snapshots_is_refused(noon: Beginning) -> None:
    with pytest.raises(SnapshotError, match="has seed 1, today's has 2"):
        fork(noon._replace(spec=replace(noon.spec, seed=2)), change(DAY), None)


def test_a_stimulus_of_the_world_cannot_begin_at_a_fork(noon: Beginning) -> None:
    fault = PeriodClosed.at("rough")
    changed = Change(replace(noon.spec, faults=(fault,)), noon.build)
    with pytest.raises(SnapshotError, match=f"fault {fault.id} .* acts from the first day"):
        fork(noon, changed, None)


@pytest.fixture(scope="module")
def stored(noon: Beginning, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshots") / "noon.json"
    noon.snapshot.save(path)
    return path


def test_the_commands_take_a_snapshot_and_file_a_fork(
    stored: Path, to_others: Parted, tmp_path: Path
) -> None:
    day = ["ordinary_day", "--integration", "reference", "--scale", "0.002"]
    taken = CliRunner().invoke(
        app, ["snapshot", *day, "--at", "12h", "--out", str(tmp_path / "s.json")]
    )
    assert taken.exit_code == 0, taken.output
    written, kept = (json.loads(path.read_text()) for path in (tmp_path / "s.json", stored))
    assert written | {"prefix_s": 0} == kept | {"prefix_s": 0}
    onward = ["--integration", "point_to_point", "--no-report", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, ["fork", str(stored), *onward])
    assert result.exit_code == 0, result.output
    folder = tmp_path / "ordinary_day" / "point_to_point" / "1"
    manifest = json.loads((folder / "run.json").read_text())
    assert manifest["history_hash"] == to_others.hash
    assert manifest["fork"]["first"]["integration"] == "reference"
    assert manifest["replay"] == f"testbed fork {stored} --integration point_to_point"
    again = CliRunner().invoke(app, ["check", str(folder)])
    assert again.exit_code == 0, again.output
    assert "inherited" in again.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--integration", "point_to_poin"], "did you mean 'point_to_point'"),
        (["--faults", "rough_dya"], "did you mean 'rough_day'"),
        (["--set", "integration.retry_base=2"], "did you mean 'retry_base_s'"),
        (["--set", "world.spike_invoices=2"], "take another one with that setting"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    stored: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.setattr("sys.argv", ["testbed", "fork", str(stored), *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_the_run_of_a_fork_is_repeated_by_forking(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = {
        "scenario": "s",
        "integration": "i",
        "seed": 1,
        "fork": {},
        "replay": "testbed fork",
    }
    (tmp_path / "run.json").write_text(json.dumps(document))
    monkeypatch.setattr("sys.argv", ["testbed", "replay", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert "repeat it with: testbed fork" in capsys.readouterr().err

"""Schedules as Locust's workers read them; nothing here imports Locust, which changes sockets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.load.clock import Anchor
from scenarios.load.results import UNSENT, Lines, Outcome, Tally, added
from scenarios.load.schedule import Arrival, ScheduleError, read, share
from sim.experiment.arrivals import Arrival as Exported
from sim.experiment.arrivals import write_arrivals
from sim.experiment.settings import SettingsError


def exported(n: int) -> Exported:
    name = f"arrival-{n:07d}"
    path, body = "/inventory/usages", '{"qty":1,"name":"Größe"}'
    actor, key = "ward/H01-W1", f"inventory/H0{n % 5}-W1"
    return Exported(
        n, 60.0 * n, "inventory", "record_usage", "POST", path, key, actor, name, 201, body
    )


def outcome(n: int, late_s: float | None, word: str = "answered") -> Outcome:
    sent_s: float | str = "" if late_s is None else n + late_s
    return Outcome(n, "erp", "post_journal", "k", 0.0, float(n), sent_s, "", 201, word, 201)


@pytest.mark.parametrize("name", ["arrivals.csv", "arrivals.parquet"])
def test_what_is_exported_is_read(name: str, tmp_path: Path) -> None:
    wrote = [exported(n) for n in (2, 0, 1)]
    write_arrivals(wrote, tmp_path / name)
    assert read(tmp_path / name) == [Arrival(*one) for one in sorted(wrote)]


def test_the_columns_of_both_sides_are_the_same() -> None:
    assert Arrival._fields == Exported._fields


@pytest.mark.parametrize("name", ["arrivals.txt", "absent.csv", "absent.parquet"])
def test_what_is_no_schedule_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScheduleError, match=name):
        read(tmp_path / name)


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text("n,at_s\n1,2\n")
    with pytest.raises(ScheduleError, match="export it again"):
        read(tmp_path / "arrivals.csv")


def test_another_ending_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected a name in"):
        write_arrivals([], tmp_path / "arrivals.json")


def test_shares_are_disjoint_complete_and_keep_a_key_together() -> None:
    arrivals = [Arrival(*exported(n)) for n in range(200)]
    shares = [share(arrivals, index, 3) for index in range(3)]
    assert sorted(one.n for part in shares for one in part) == list(range(200))
    keys = [{one.key for one in part} for part in shares]
    assert not keys[0] & keys[1]
    assert not keys[1] & keys[2]
    assert all(part == sorted(part, key=lambda one: one.at_s) for part in shares)


def test_business_time_becomes_an_instant_of_the_wall() -> None:
    anchor = Anchor.of({"wall_s": 1000.0, "business_s": 5.0, "speed": 3600.0})
    assert anchor.wall_of(5.0 + 7200.0) == 1002.0
    assert anchor.wall_of(1.0) == 1000.0, "what was before the beginning leaves at it"


def test_a_replay_is_invalid_when_over_one_in_a_hundred_leaves_late() -> None:
    tally = Tally()
    for n in range(99):
        tally.count(outcome(n, 0.049))
    tally.count(outcome(99, 0.051))
    assert tally.words().count("INVALID") == 0
    tally.count(outcome(100, 0.2))
    assert not tally.is_valid
    assert "INVALID" in tally.words()
    assert tally.worst_late_s == pytest.approx(0.2)


def test_what_never_left_was_not_on_time() -> None:
    tally = Tally()
    tally.count(outcome(0, 0.0))
    tally.count(outcome(1, None, UNSENT))
    assert (tally.sent, tally.unsent, tally.on_time_share) == (1, 1, 0.5)


def test_tallies_of_workers_add_up() -> None:
    one, other = Tally(), Tally()
    one.count(outcome(0, 0.01))
    other.count(outcome(1, 0.30))
    whole = added([one.mapping(), other.mapping()])
    assert (whole.arrivals, whole.on_time, whole.answered) == (2, 1, 2)
    assert whole.worst_late_s == pytest.approx(0.30)


def test_lines_are_told_to_the_microsecond(tmp_path: Path) -> None:
    with Lines(tmp_path / "load", 3) as lines:
        lines.write(outcome(1, 0.123456789))
    told = (tmp_path / "load" / "part-0003.csv").read_text().splitlines()
    assert told[0].startswith("n,system,operation,key,at_s,intended_s")
    assert "1.123457" in told[1]


def test_what_locust_runs_imports_no_simulator() -> None:
    """Locust changes sockets and threads of its process; the simulator forbids just those."""
    code = (
        "import sys; import scenarios.load.locustfile; import scenarios.load.journeys\n"
        "found = {'sim', 'mock_systems', 'integration_under_test'} & set(sys.modules)\n"
        "sys.exit(', '.join(found) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()

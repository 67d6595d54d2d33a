"""Locust replays arrivals in processes of its own; what it measures, and what comes of it."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

from sim.cli.request import RunRequest, build_spec, new_integration
from sim.experiment.arrivals import Arrival, export_arrivals, write_arrivals
from sim.experiment.run import judge
from sim.experiment.spec import LIVE
from sim.history.reading import History
from sim.live.live_run import Played, Stage, play
from sim.live.program import Program
from sim.live.screens import expected_load
from sim.live.verdict import live_verdict

ROOT = Path(__file__).resolve().parents[2]
REPLAY = ROOT / "scenarios" / "load" / "locustfile.py"
PATIENCE_S = 90.0
PER_SECOND, SECONDS = 40, 8
STALL_FROM_S, STALL_S = 2.0, 3.0
INVALID_EXIT = 3

PLAIN = """
from locust import FastHttpUser, constant_throughput, task

class Plain(FastHttpUser):
    wait_time = constant_throughput(40)

    @task
    def look(self):
        self.client.post("/erp/journals", data="{}")
"""


@dataclass
class Stalling:
    """An HTTP server that stands still for a while, as by a long garbage collection."""

    url: str = ""
    goes_on: Event = field(default_factory=Event)
    seen: Counter[str] = field(default_factory=Counter)

    def stall(self, after_s: float) -> None:
        """Stands still so long after now."""
        for at_s, act in ((after_s, self.goes_on.clear), (after_s + STALL_S, self.goes_on.set)):
            timer = Timer(at_s, act)
            timer.daemon = True
            timer.start()


@contextmanager
def stalling() -> Iterator[Stalling]:
    stage = Stalling()
    stage.goes_on.set()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stage.goes_on.wait()
            if name := self.headers.get("X-Correlation-Id"):
                stage.seen[name] += 1
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Says nothing."""

    class Many(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

    with Many(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        stage.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield stage
        stage.goes_on.set()
        server.shutdown()


def arrival(n: int, at_s: float) -> Arrival:
    name = f"arrival-{n:07d}"
    return Arrival(
        n, at_s, "erp", "post_journal", "POST", "/erp/journals", f"k{n % 7}", "x", name, 200, "{}"
    )


def even_schedule(path: Path) -> Path:
    """Forty a second of the wall, at business speed 3600."""
    count = PER_SECOND * SECONDS
    write_arrivals([arrival(n, 3600.0 * n / PER_SECOND) for n in range(count)], path)
    return path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def locust(file: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "locust", "-f", str(file), "--headless", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*command, "--logfile", str(folder / "locust.log"), "--only-summary"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def two_workers() -> tuple[str, ...]:
    port = str(free_port())
    return "--processes", "2", "--master-bind-port", port, "--master-port", port


def ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(PATIENCE_S)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def lines(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for part in sorted(folder.glob("part-*.csv")):
        with part.open(newline="") as file:
            found += csv.DictReader(file)
    return found


def share_90(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.9 * len(seconds))]


def test_a_stall_that_plain_locust_hides_is_measured(tmp_path: Path) -> None:
    """Coordinated omission: who waits for answers has few slow calls, however long they are."""
    (tmp_path / "plain.py").write_text(PLAIN)
    with stalling() as server:
        plain = locust(
            tmp_path / "plain.py",
            tmp_path,
            *("--host", server.url, "-u", "1", "--run-time", f"{SECONDS + 2}s", "--csv", "plain"),
        )
        schedule = even_schedule(tmp_path / "arrivals.csv")
        told = ("--host", server.url, "--arrivals", str(schedule), "--results", "load")
        replay = locust(REPLAY, tmp_path, *two_workers(), *told)
        while not server.seen and replay.poll() is None:
            Event().wait(0.01)
        server.stall(STALL_FROM_S)
        # Invalid on a machine that is busy with other things; it shows the stall all the same.
        assert ended(replay) in (0, INVALID_EXIT), (tmp_path / "locust.log").read_text()
        ended(plain)
        assert set(server.seen.values()) == {1}, "an arrival was sent more than once"
    found = lines(tmp_path / "load")
    assert len(found) == len(server.seen) == PER_SECOND * SECONDS
    waited = [float(one["finished_s"]) - float(one["intended_s"]) for one in found]
    assert share_90(waited) > 1.0
    with (tmp_path / "plain_stats.csv").open(newline="") as file:
        hidden_ms = float(next(csv.DictReader(file))["90%"])
    assert hidden_ms < 500
    summary = json.loads((tmp_path / "load" / "summary.json").read_text())
    assert summary["valid"] is (summary["on_time_share"] >= 0.99)
    assert (summary["workers"], summary["unsent"], summary["censored"]) == (2, 0, 0)


def test_a_replay_that_waits_for_itself_is_invalid(tmp_path: Path) -> None:
    """One connection: its requests leave late, so their service time hides what the intended time
    shows."""
    with stalling() as server:
        schedule = even_schedule(tmp_path / "arrivals.parquet")
        told = ("--host", server.url, "--arrivals", str(schedule), "--results", "load")
        replay = locust(REPLAY, tmp_path, *told, "--arrival-speed", "7200", "--in-flight", "1")
        while not server.seen and replay.poll() is None:
            Event().wait(0.01)
        server.stall(0.5)
        assert ended(replay) == INVALID_EXIT
    found = lines(tmp_path / "load")
    took = [float(one["finished_s"]) - float(one["sent_s"]) for one in found]
    waited = [float(one["finished_s"]) - float(one["intended_s"]) for one in found]
    assert share_90(took) < 0.3
    assert share_90(waited) > 1.0
    assert "INVALID" in (tmp_path / "locust.log").read_text()


def test_what_was_not_answered_is_censored(tmp_path: Path) -> None:
    with stalling() as server:
        write_arrivals([arrival(n, 36.0 * n) for n in range(50)], tmp_path / "arrivals.csv")
        server.goes_on.clear()
        told = ("--host", server.url, "--arrivals", "arrivals.csv", "--grace", "1")
        assert ended(locust(REPLAY, tmp_path, *told)) in (1, INVALID_EXIT)
    found = lines(tmp_path / "load")
    assert {one["outcome"] for one in found} == {"censored"}
    assert all(float(one["finished_s"]) - float(one["sent_s"]) >= 1.0 for one in found)


def test_a_replayed_day_gets_the_verdict_of_the_world_s_own(tmp_path: Path) -> None:
    """What Locust did at the systems' screens made the obligations that the people's acts make."""
    asked = RunRequest("ordinary_day", "reference", 1, 0.005, days=1)
    arrivals = export_arrivals(build_spec(asked), new_integration("reference"))
    write_arrivals(arrivals, tmp_path / "arrivals.csv")
    spec = build_spec(replace(asked, arm=LIVE))
    replay = locust(
        REPLAY,
        tmp_path,
        *("--arrivals", "arrivals.csv", "--live", "load.json", *two_workers()),
    )
    played = asyncio.run(played_with(spec, tmp_path))
    assert ended(replay) in (0, 1, INVALID_EXIT), (tmp_path / "locust.log").read_text()
    history = History.load(tmp_path / "history.parquet")
    verdict = live_verdict(judge(played.recorded, history).verdict, played)
    broken = [f"{one.checker}: {one.summary}" for one in verdict.findings if one.outcome != "pass"]
    assert not broken
    assert played.attendance is not None
    assert played.attendance.came == len(arrivals)
    usages = sum(one.operation == "record_usage" for one in arrivals)
    recorded = history.effects[history.effects["f"] == "inventory.usage"]
    assert len(recorded) >= 0.9 * usages
    assert set(recorded["process"].astype(str).str.partition("/")[0]) == {"world"}


async def played_with(spec: Any, folder: Path) -> Played:
    serve = (sys.executable, "-m", "integration_under_test.service", spec.integration)
    storage = str(folder / "integration.sqlite3")
    async with asyncio.timeout(PATIENCE_S):
        async with Program((*serve, "--port", "0", "--storage", storage)) as program:
            stage = Stage(program.url, 14_400.0, quiet_s=2.0, load=expected_load(folder))
            return await play(spec, stage, folder / "history.parquet")

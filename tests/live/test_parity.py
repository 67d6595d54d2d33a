"""One day on three arms: the same effects, one page that says so."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from sim.cli import app

DAY = ["parity", "ordinary_day", "--days", "1", "--scale", "0.002", "--speed", "14400"]


def test_a_day_has_the_same_effects_on_every_arm(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [*DAY, "--out", str(tmp_path)])
    folder = tmp_path / "ordinary_day" / "reference" / "1"
    told = json.loads((folder / "parity.json").read_text())
    assert done.exit_code == 0, told["comparisons"]
    assert told["outcome"] == "pass"
    assert told["same_history_direct_asgi"]
    direct, asgi, live = told["arms"]
    assert direct["effects"] == asgi["effects"] == live["effects"] > 50
    assert told["comparisons"]["direct and live"]["equal"] > 50
    assert {row["operation"] for row in told["calls_ms"]["live"]} >= {"post_cost"}
    page = (folder / "parity.html").read_text()
    assert "Simulated and wall milliseconds are not comparable" in page
    assert "http" not in page.replace("HTTP", ""), "it refers to nothing outside"

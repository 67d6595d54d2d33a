"""The `testbed` command: exit codes, run folders, replay, and answers to mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim import results
from sim.cli import app, main

RUNNER = CliRunner()
DAY = ["run", "ordinary_day", "--scale", "0.02", "--seed", "4"]


def command(*arguments: str) -> Result:
    return RUNNER.invoke(app, list(arguments))


def complaint(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> str:
    monkeypatch.setattr("sys.argv", ["testbed", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    return " ".join(capsys.readouterr().err.split())


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    result = command(
        *DAY, "--integration", "reference", "--faults", "rough_day", "--out", str(root)
    )
    assert result.exit_code == 0, result.output
    return root / "ordinary_day" / "reference" / "4"


def test_a_sound_integration_exits_with_zero_and_leaves_its_folder(filed: Path) -> None:
    names = {path.name for path in filed.iterdir()}
    assert names >= {
        "run.json",
        "history.parquet",
        "effects.parquet",
        "obligations.parquet",
        "verdict.json",
        "report.html",
        "figures",
    }
    assert list((filed / "figures").glob("*.png"))


def test_the_report_is_one_offline_page_under_a_megabyte(filed: Path) -> None:
    page = (filed / "report.html").read_text(encoding="utf8")
    assert len(page.encode()) < 1_000_000
    assert not re.search(r"""(src|href)=["']https?://""", page)


def test_the_folder_is_read_back_through_the_public_api(filed: Path) -> None:
    run = results.load(filed)
    assert run.outcome == "pass"
    assert run.manifest["faults"][0]["id"] == "F46"
    assert len(run.effects) == len(run.history.effects)
    assert set(run.obligations["flow"].astype(str)) >= {"P04", "P06", "P09"}


def test_replay_repeats_the_history(filed: Path, tmp_path: Path) -> None:
    result = command("replay", str(filed), "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "same history hash" in result.output


def test_replay_tells_when_the_history_is_another(filed: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    manifest = json.loads((filed / "run.json").read_text())
    manifest["history_hash"] = "0" * 64
    manifest["versions"]["numpy"] = "1.0"
    (changed / "run.json").write_text(json.dumps(manifest))
    result = command("replay", str(changed), "--out", str(tmp_path / "again"))
    assert result.exit_code == 1
    assert "another history" in result.output
    assert "numpy was 1.0" in result.output


def test_a_failing_integration_exits_with_one_and_names_the_obligation(tmp_path: Path) -> None:
    result = command(*DAY, "--integration", "template", "--no-report", "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "first violated obligation: P" in result.output
    assert "erp.cost" in result.output


def test_a_run_without_its_obligations_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "silent.py").write_text(
        "from datetime import date\n"
        "from sim.experiment.scenario import Scenario\n"
        "SILENT = Scenario('silent', 'C01', 'nothing', date(2026, 4, 4), 1,\n"
        "    expects={'P01': 99_999})\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        arguments = ["--integration", "reference", "--scale", "0.02", "--no-report"]
        result = command("run", "silent:SILENT", *arguments, "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "unknown, because flow P01" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "month_ent", "--integration", "reference"], "did you mean 'month_end'"),
        (["run", "month_end", "--integration", "referense"], "did you mean 'reference'"),
        (["run", "month_end", "--integration", "no_module:X"], "no module 'no_module'"),
        ([*DAY, "--integration", "template", "--faults", "rough"], "did you mean 'rough_"),
        ([*DAY, "--integration", "template", "--arm", "asgy"], "did you mean 'asgi'"),
        ([*DAY, "--integration", "template", "--set", "world.spike_invoice=2"], "spike_invoices"),
        (
            [*DAY, "--integration", "reference", "--set", "integration.retry_base=2"],
            "did you mean 'retry_base_s'",
        ),
        ([*DAY, "--integration", "template", "--set", "spike=2"], "world.NAME=VALUE"),
        (["list", "scenaros"], "did you mean 'scenarios'"),
        (["serve", "erq"], "did you mean 'erp'"),
        (["replay", "/nonexistent"], "/nonexistent"),
    ],
)
def test_a_mistake_is_answered_with_the_nearest_valid_name(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    assert words in complaint(capsys, monkeypatch, *arguments)


def test_a_malformed_settings_file_names_line_and_key(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[world]\nspike_invoices = \n")
    told = complaint(
        capsys, monkeypatch, *DAY, "--integration", "template", "--settings", str(path)
    )
    assert "own.toml:2 (key spike_invoices)" in told


def test_list_shows_every_table() -> None:
    output = command("list").output
    for name in ("month_end", "reference", "rough_month", "F04", "duplicates", "P09", "erp"):
        assert name in output

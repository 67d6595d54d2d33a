"""`testbed trace` tells the story of a document of a stored run."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import results
from sim.cli import app, main

RUN = ["run", "ordinary_day", "--integration", "reference", "--scale", "0.005", "--no-report"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    CliRunner().invoke(app, [*RUN, "--faults", "lost_answers", "--out", str(root)])
    return root / "ordinary_day" / "reference" / "1"


def told(folder: Path, document: str, *options: str) -> str:
    result = CliRunner().invoke(app, ["trace", str(folder), document, *options])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_usage_is_told_from_the_ward_to_the_books(folder: Path) -> None:
    charges = results.load(folder).effects
    usage = str(charges.loc[charges["f"] == "billing.charge", "effect_key"].iloc[0])
    story = told(folder, usage)
    for line in (
        f"Inventory commits usage {usage}",
        f"Inventory tells the integration: usage recorded {usage}",
        f"The integration asks Billing to create charge for {usage}",
        f"Billing commits charge {usage}",
        f"ERP commits cost {usage}",
    ):
        assert line in story


def test_what_a_fault_touched_is_told(folder: Path) -> None:
    calls = results.load(folder).history.calls
    touched = calls.loc[calls["fault_ids"] != "", "business_key"].astype(str)
    assert "fault F" in told(folder, touched.iloc[0])


def test_more_hops_tell_more(folder: Path) -> None:
    effects = results.load(folder).effects
    order = str(effects.loc[effects["f"] == "procurement.order", "effect_key"].iloc[0])
    assert len(told(folder, order, "--hops", "0")) < len(told(folder, order, "--hops", "2"))


def test_an_unknown_document_is_refused_with_the_nearest_names(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["testbed", "trace", str(folder), "US-99999999"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    complaint = " ".join(capsys.readouterr().err.split())
    assert "nothing in" in complaint
    assert "near it: US-0" in complaint

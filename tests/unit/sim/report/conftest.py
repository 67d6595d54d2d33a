"""Two stored runs, written once: one correct, one that lost a charge and made another twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report import write_report
from tests.unit.sim.report.synthetic import store_run


@pytest.fixture(scope="session")
def broken_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_run(tmp_path_factory.mktemp("runs") / "broken", broken=True)


@pytest.fixture(scope="session")
def correct_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_run(tmp_path_factory.mktemp("runs") / "correct", broken=False)


@pytest.fixture(scope="session")
def broken_page(broken_run: Path) -> str:
    return write_report(broken_run).read_text("utf8")


@pytest.fixture(scope="session")
def correct_page(correct_run: Path) -> str:
    return write_report(correct_run).read_text("utf8")

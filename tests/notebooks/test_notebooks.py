"""Every notebook runs on a fresh machine, shows what it says, and is stored without results."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.stored import NOTEBOOKS, ROOT, code_cells, imported, read

CELL_LINES = 25
LINE_CHARACTERS = 100
CELL_S = 600
"""Only against a cell that hangs: a notebook takes less than two minutes on two quiet cores, but a
test that asserted it would fail wherever others work."""
PUBLIC = (
    "sim.results",
    "sim.report.slides",
    "sim.report.palette",
    "sim.report.wording",
    "sim.statistics",
    "sim.study.comparison",
    "sim.study.drawn",
    "sim.study.figures",
    "sim.study.wording",
    "scenarios",
    "integration_under_test.boundary",
    # What a scenario or a checker of one's own is made of.
    "sim.checkers.verdict",
    "sim.experiment.scenario",
    "sim.history.reading",
)
OURS = ("sim", "scenarios", "integration_under_test", "mock_systems", "tests")
THEIRS = ("pandas", "numpy", "matplotlib", "duckdb", "httpx", "locust", "IPython")

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])

OPEN = f"""
import sys
assert sys.executable == {sys.executable!r}, sys.executable
from tests.notebooks.axes_told import untold, watch
watch()
"""
CLOSE = """
lacks = untold()
assert not lacks, "\\n".join(lacks)
"""


@each
def test_a_notebook_runs_in_a_folder_of_its_own(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the cells of the notebook and one that looks at the axes of its figures."""
    monkeypatch.setenv(
        "PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # A kernel that somebody installed for themselves may be another Python's.
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    notebook = read(path)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OPEN))
    notebook.cells.append(nbformat.v4.new_code_cell(CLOSE))
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=CELL_S, kernel_name="python3", resources=where).execute()


@each
def test_a_notebook_is_stored_without_results(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in code_cells(notebook):
        assert not cell.outputs, f"{cell.id}: clear the outputs"
        assert cell.execution_count is None, f"{cell.id}: clear the execution counts"
        assert not cell.metadata, f"{cell.id}: clear the metadata"


@each
def test_cells_are_short(path: Path) -> None:
    for cell in code_cells(read(path)):
        lines = cell.source.splitlines()
        assert len(lines) <= CELL_LINES, f"{cell.id}: {len(lines)} lines, at most {CELL_LINES}"
        longest = max(map(len, lines), default=0)
        assert longest <= LINE_CHARACTERS, f"{cell.id}: a line of {longest} characters"


@each
def test_a_notebook_opens_with_its_question_and_closes_with_what_to_take_from_it(
    path: Path,
) -> None:
    cells = read(path).cells
    assert cells[0].cell_type == cells[-1].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    assert "not" in cells[-1].source.split()


@each
def test_a_notebook_asks_in_sql_too(path: Path) -> None:
    assert any(".sql(" in cell.source for cell in code_cells(read(path)))


@each
def test_a_notebook_imports_what_is_public(path: Path) -> None:
    for name in imported(read(path)):
        first = name.partition(".")[0]
        if first in OURS:
            allowed = any(f"{name}.".startswith(f"{public}.") for public in PUBLIC)
            assert allowed, f"{name} is internal; public is {', '.join(PUBLIC)}"
        else:
            assert first in (*THEIRS, *sys.stdlib_module_names), f"{name} is not installed with us"


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS

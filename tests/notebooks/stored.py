"""The notebooks as they are stored, and the Python in their cells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = tuple(sorted((ROOT / "notebooks").glob("*.ipynb")))
WRITES_PYTHON = "%%writefile"
MAGIC = ("!", "%")


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    return notebook


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def imported(notebook: NotebookNode) -> Iterator[str]:
    """Modules that cells import, also in files that they write; `from a import b` gives `a.b`."""
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(_python(cell.source))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _python(source: str) -> str:
    first = source.partition("\n")[0]
    if first.startswith("%%") and not (first.startswith(WRITES_PYTHON) and first.endswith(".py")):
        return ""
    return "\n".join(line for line in source.splitlines() if not line.startswith(MAGIC))

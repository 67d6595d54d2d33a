"""The code of the notebooks, for rules that count them among the code that ships."""

from __future__ import annotations

import json
from functools import cache

from tests.architecture.imports import imports
from tests.architecture.sources import ROOT, Source, Sources

MAGIC = ("!", "%")


@cache
def notebooks() -> Sources:
    """A source per notebook: its cells of code, without shell commands and magics."""
    return tuple(
        Source(str(path.relative_to(ROOT)), _code(json.loads(path.read_text("utf8"))))
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    )


def shown_in_notebooks(known: frozenset[str]) -> frozenset[str]:
    """The modules that notebooks import."""
    return frozenset(found.target for one in notebooks() for found in imports(one, known))


def _code(notebook: dict[str, list[dict[str, object]]]) -> str:
    cells = ("".join(_lines(cell)) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return "\n".join(cells)


def _lines(cell: dict[str, object]) -> list[str]:
    source = cell["source"]
    text = "".join(source) if isinstance(source, list) else str(source)
    return [line for line in text.splitlines(keepends=True) if not line.startswith(MAGIC)]

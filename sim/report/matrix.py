"""Integrations x checkers: which integration each checker passes or fails, and on what evidence.

The matrix is also the canary: a faulty integration that passes everywhere shows that the
checkers are blind, so each cell stands beside what was expected of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.report import wording
from sim.report.page import fill
from sim.report.palette import mark

TITLE = "Which integration keeps its promises?"
ABSENT = "unknown"
EITHER = "either"
PROOF_CHARACTERS = 150


@dataclass(frozen=True)
class Cell:
    """One checker's answer on one integration; `expected` is '' where nothing was foretold, and
    EITHER where the answer hangs on which documents it meets."""

    outcome: str
    evidence: str = ""
    expected: str = ""

    @property
    def is_surprise(self) -> bool:
        """The answer is not the one that was foretold."""
        return self.expected not in ("", EITHER, self.outcome)


@dataclass(frozen=True)
class MatrixRow:
    """One integration; `headline` are figures as text, by column heading, `reasons` what was said
    beforehand of why it would fail."""

    integration: str
    cells: Mapping[str, Cell]
    headline: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    @property
    def surprises(self) -> int:
        """Cells that are not as foretold."""
        return sum(cell.is_surprise for cell in self.cells.values())


def write_matrix(rows: Sequence[MatrixRow], path: Path, title: str = TITLE) -> Path:
    """Writes the matrix as one page that needs no network."""
    checkers, figures = columns(rows)
    values = {
        "title": title,
        "sentence": sentence(rows),
        "checkers": [wording.words(name) for name in checkers],
        "figures": figures,
        "rows": [_row(row, checkers, figures) for row in rows],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fill("matrix.html", values), encoding="utf8")
    return path


def columns(rows: Sequence[MatrixRow]) -> tuple[list[str], list[str]]:
    """Checkers and figures in the order in which the rows name them first."""
    checkers = dict.fromkeys(name for row in rows for name in row.cells)
    figures = dict.fromkeys(name for row in rows for name in row.headline)
    return list(checkers), list(figures)


def sentence(rows: Sequence[MatrixRow]) -> str:
    sound = sum(all(c.outcome == "pass" for c in row.cells.values()) for row in rows)
    unexpected = sum(row.surprises for row in rows)
    judged = f"{sound} of {len(rows)} integrations pass every checker on the same seeded world."
    foretold = any(cell.expected for row in rows for cell in row.cells.values())
    if not foretold:
        return judged
    if not unexpected:
        return f"{judged} Every cell is as expected."
    return f"{judged} {unexpected} {'cell is' if unexpected == 1 else 'cells are'} not as expected."


def _row(row: MatrixRow, checkers: list[str], figures: list[str]) -> dict[str, Any]:
    cells = {name: row.cells.get(name, Cell(ABSENT)) for name in checkers}
    return {
        "name": wording.words(row.integration),
        "cells": [_cell(cell) for cell in cells.values()],
        "figures": [row.headline.get(name, "") for name in figures],
        "reasons": row.reasons,
        "proofs": [
            {"checker": wording.words(name), "words": proof(cell), **_cell(cell)}
            for name, cell in cells.items()
            if proof(cell)
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    shown = mark(cell.outcome)
    return {
        "css": cell.outcome,
        "symbol": shown.symbol,
        "word": shown.word,
        "surprise": f"expected {mark(cell.expected).word}" if cell.is_surprise else "",
    }


def proof(cell: Cell) -> str:
    """Evidence belongs to what is not a pass."""
    if cell.outcome == "pass" or not cell.evidence:
        return ""
    words = wording.readable(cell.evidence)
    cut = len(words) > PROOF_CHARACTERS
    return words[:PROOF_CHARACTERS].rstrip() + ("…" if cut else "")

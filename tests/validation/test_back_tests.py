"""Results that were kept come out again: the same hashes, the same figures, to the last digit."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.findings import answer
from sim.study.findings.kept_answers import kept_answer
from sim.study.findings.questions import Question, read_questions
from sim.study.store import Store

SPEC = Path(__file__).with_name("back_tests.toml")
QUESTIONS = {question.id: question for question in read_questions(SPEC)}
KEPT_BY = (3, 11)
"""Hashes are promised for one minor version of Python (README); other versions compare figures."""


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_was_kept_comes_out_again(question: Question, tmp_path: Path) -> None:
    answer(question, tmp_path / "kept", Store(tmp_path / "store"), 1)
    runs, values = kept_answer(question, tmp_path / "kept")
    then_runs, then_values = kept_answer(question, SPEC.with_suffix(""))
    pd.testing.assert_frame_equal(values, then_values, check_exact=True)
    hashes = [] if sys.version_info[:2] == KEPT_BY else ["history_hash"]
    left_out = ["commit", *hashes]
    pd.testing.assert_frame_equal(runs.drop(columns=left_out), then_runs.drop(columns=left_out))

"""A question is checked before it is run, kept as it was answered, and answered in words that the
intervals bear."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.settings import SettingsError
from sim.results import ResultsError
from sim.study.comparison import compare_values
from sim.study.figures import named_figure
from sim.study.findings.kept_answers import keep_answer, kept_answer
from sim.study.findings.page import Answer, findings_page
from sim.study.findings.questions import Arm, Question, read_questions

QUESTION = Question(
    id="batch",
    asks="What does batch cost?",
    claim="Much.",
    source="somebody, 2003",
    scenario="month_end",
    seeds=8,
    figures=["duplicates", "calls", "lost", "latency_usage_p95"],
    assumptions=["None of it is published."],
    arms=[
        Arm(name="events", integration="reference"),
        Arm(name="batch", integration="nightly_batch"),
    ],
)
SPEC = """\
[[questions]]
id = "batch"
asks = "?"
scenario = "month_end"
figures = ["duplicates"]
arms = [{ name = "a", integration = "reference" }, { name = "b", integration = "template" }]
"""
SEEDS = range(1, 9)
FIGURES: Mapping[str, tuple[float, float]] = {
    "duplicates": (0.0, 10.0),
    "calls": (100.0, 50.0),
    "lost": (0.0, 0.0),
    "latency_usage_p95": (3.0, 4000.0),
}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "questions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def answered(question: Question = QUESTION) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Eight seeds in which batch doubles, and calls less."""
    runs, values = [], []
    for place, arm in enumerate(question.arms):
        for seed in SEEDS:
            run = f"{arm.name}-{seed}"
            line = {"integration": arm.name, "run": run, "seed": seed, "history_hash": "00ff"}
            line |= {
                "outcome": "fail" if place else "pass",
                "failed": "duplicates" if place else "",
            }
            line |= {"obligations": 10.0, "rows": 20.0, "replay": "testbed run", "commit": "abc"}
            runs.append(line)
            values += [(run, name, at[place] + seed % 3) for name, at in FIGURES.items()]
    return pd.DataFrame(runs), pd.DataFrame(values, columns=["run", "figure", "value"])


def page() -> str:
    runs, values = answered()
    figures = {name: named_figure(name) for name in QUESTION.figures}
    found = compare_values(runs, values, figures)
    return findings_page([Answer(QUESTION, runs, found)], "testbed findings x.toml", "x")


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, SPEC))
    assert [arm.integration for arm in question.arms] == ["reference", "template"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SPEC.replace("scenario", "scenery"), "did you mean 'scenario'"),
        (SPEC.replace('"month_end"', "5"), "questions.0.scenario: Input should be a valid string"),
        (SPEC.replace('name = "b"', 'name = "a"'), "arm 'a' stands there 2 times"),
        (SPEC + SPEC, "question 'batch' stands there 2 times"),
        (SPEC.split("arms", maxsplit=1)[0], "questions.0.arms: Field required"),
        ("questions = [", "questions.toml"),
        ("", "questions: Field required"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said.replace("[", r"\[")):
        read_questions(written(tmp_path, wrong))


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    runs, values = answered()
    keep_answer(QUESTION, runs, values, tmp_path)
    read_runs, read_values = kept_answer(QUESTION, tmp_path)
    pd.testing.assert_frame_equal(read_runs, runs[read_runs.columns])
    pd.testing.assert_frame_equal(read_values, values)


def test_a_crashed_run_is_kept_without_numbers(tmp_path: Path) -> None:
    runs, values = answered()
    runs.loc[0, ["obligations", "rows"]] = float("nan")
    keep_answer(QUESTION, runs, values, tmp_path)
    assert kept_answer(QUESTION, tmp_path)[0]["rows"].isna().sum() == 1


def test_results_that_lack_a_figure_are_refused(tmp_path: Path) -> None:
    runs, values = answered()
    keep_answer(QUESTION, runs, values[values["figure"] != "calls"], tmp_path)
    with pytest.raises(ResultsError, match="batch lacks calls; run it again"):
        kept_answer(QUESTION, tmp_path)


def test_the_answer_tells_worse_better_and_what_cannot_be_told() -> None:
    (said,) = [line for line in page().splitlines() if line.startswith("- **batch**")]
    assert "worse in duplicate effects (+10)" in said
    assert "better in calls sent (-50)" in said
    assert "no difference shown in documents lost, and told" in said
    assert "not told: usage to charge, p95 (incorrect in 8 of 8 runs)" in said


def test_the_page_names_claim_design_and_assumptions() -> None:
    text = page()
    for each in (
        "Much. (somebody, 2003)",
        "8 seeds",
        "160 obligations",
        "None of it is published.",
    ):
        assert each in text

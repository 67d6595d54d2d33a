"""`testbed findings`: answers to committed questions, with the results that they stand on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape

from sim.cli.compare import STUDIES, make_all
from sim.cli.request import RunRequest, build_spec, read_parties
from sim.cli.screen import console
from sim.experiment.settings import Settings
from sim.study.canvas import saved
from sim.study.comparison import compare_values
from sim.study.drawn import differences_figure
from sim.study.figures import Figure, named_figure, values_of
from sim.study.findings.kept_answers import keep_answer, kept_answer
from sim.study.findings.page import Answer, findings_page
from sim.study.findings.questions import Arm, Question, read_questions
from sim.study.replication import Task
from sim.study.store import Store


def findings(
    spec: Annotated[Path, typer.Argument(help="a TOML file, see sim/study/findings/questions.py")],
    page: Annotated[Path | None, typer.Option(help="writes the answers as Markdown")] = None,
    jobs: Annotated[int, typer.Option(help="processes at once", min=1)] = 2,
    only: Annotated[str, typer.Option(help="runs these questions alone: a,b")] = "",
    out: Annotated[
        Path,
        typer.Option(help="the datasets; goes on with what they lack, remove it to begin anew"),
    ] = STUDIES / "findings",
) -> None:
    """Runs the experiments of committed questions; what the answers stand on is kept beside the
    file, in a folder of its name."""
    questions = read_questions(spec)
    for question in questions:  # all of them are checked before the first takes its time
        figures_of(question)
        for arm in question.arms:
            tasks_of(question, arm)
    for question in questions:
        if not only or question.id in only.split(","):
            console.print(f"[bold]{escape(question.asks)}[/]")
            answer(question, spec.with_suffix(""), Store(out / question.id), jobs)
    console.print(f"results  {spec.with_suffix('')}", soft_wrap=True)
    if page:
        answers = answers_of(spec)
        page.write_text(page_of(answers, spec, page), encoding="utf-8")
        draw(answers, spec.with_suffix(""))
        console.print(f"page     {page}", soft_wrap=True)


def answer(question: Question, folder: Path, store: Store, jobs: int) -> None:
    """Makes the replications that are missing, and keeps in the folder what a page needs."""
    tasks = {arm.name: tasks_of(question, arm) for arm in question.arms}
    in_turn = [task for turn in zip(*tasks.values(), strict=True) for task in turn]
    make_all(in_turn, store, jobs)
    runs = pd.concat(
        [store.read("runs", own).assign(integration=name) for name, own in tasks.items()],
        ignore_index=True,
    )
    values = values_of(store.read("measures", in_turn), figures_of(question))
    keep_answer(question, runs, values, folder)


def figures_of(question: Question) -> Mapping[str, Figure]:
    """Raises UnknownName with the nearest one."""
    return {name: named_figure(name) for name in question.figures}


def tasks_of(question: Question, arm: Arm) -> list[Task]:
    """A run for each seed. Raises as `build_spec` does."""
    asked = RunRequest(
        question.scenario,
        arm.integration,
        scale=question.scale,
        faults=question.faults,
        settings=Settings(question.world, arm.settings),
        parties=read_parties(question.parties),
        days=question.days,
    )
    spec = build_spec(asked)
    return [Task(replace(spec, seed=seed)) for seed in range(1, question.seeds + 1)]


def answers_of(spec: Path) -> list[Answer]:
    """What the results say that are kept beside the file. Raises ResultsError for a question that
    has none."""
    answers = []
    for question in read_questions(spec):
        runs, values = kept_answer(question, spec.with_suffix(""))
        found = compare_values(runs, values, figures_of(question))
        answers.append(Answer(question, runs, found))
    return answers


def page_of(answers: Sequence[Answer], spec: Path, page: Path) -> str:
    """The page's text."""
    command = shlex.join(["testbed", "findings", spec.as_posix(), "--page", page.as_posix()])
    return findings_page(answers, command, spec.stem)


def draw(answers: Sequence[Answer], folder: Path) -> None:
    """The differences of each question, as SVG and PNG."""
    drawn = {one.question.id: differences_figure(one.found) for one in answers}
    saved({name: figure for name, figure in drawn.items() if figure}, folder)

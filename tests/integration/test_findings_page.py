"""The published findings are what their results say, and their specification is sound."""

from __future__ import annotations

from pathlib import Path

from sim.cli.findings import answers_of, page_of
from sim.study.findings.questions import read_questions

SPEC, PAGE = Path("docs/findings.toml"), Path("docs/findings.md")


def test_the_published_page_is_what_the_results_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(answers_of(SPEC), SPEC, PAGE)


def test_every_question_says_who_claims_what_it_asks_or_follows_one_that_does() -> None:
    first, *_ = read_questions(SPEC)
    assert first.claim
    assert all(bool(question.claim) == bool(question.source) for question in read_questions(SPEC))
    assert all(question.assumptions for question in read_questions(SPEC))

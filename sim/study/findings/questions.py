"""Questions and the experiments that answer them, as a committed TOML file.

    [[questions]]
    id = "idempotency"
    asks = "What does idempotency buy?"
    claim = "..."                        # what is said about it, in prose
    source = "..."                       # by whom
    scenario = "ordinary_day"
    faults = "rough_day"
    scale = 0.01
    seeds = 20
    figures = ["duplicates", "calls"]    # names, or MEASURE/COLUMN/ITEM
    assumptions = ["..."]                # what the answer hangs on

    [[questions.arms]]
    name = "without inbox"
    integration = "reference"
    settings = { without = "inbox" }

The first arm of a question is the one that others are compared with.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.experiment.settings import SettingsError
from sim.naming import nearest


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Arm(_Told):
    """One of those that are compared: an integration with settings of its own."""

    name: str = Field(min_length=1)
    integration: str = Field(min_length=1)
    settings: dict[str, Any] = {}


class Question(_Told):
    """What is asked, who claims what, and the experiment."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    asks: str
    claim: str = ""
    source: str = ""
    scenario: str
    faults: str = "none"
    parties: str = ""
    scale: float = Field(default=0.02, gt=0.0)
    days: int = Field(default=0, ge=0)
    seeds: int = Field(default=20, ge=1)
    world: dict[str, float] = {}
    figures: list[str] = Field(min_length=1)
    assumptions: list[str] = []
    arms: list[Arm] = Field(min_length=2)


class _File(_Told):
    questions: list[Question] = Field(min_length=1)


def read_questions(path: Path) -> list[Question]:
    """Raises SettingsError naming file, place, what was expected, and the nearest key."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        questions = _File.model_validate(told).questions
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    except ValidationError as error:
        raise SettingsError(f"{path}: {'; '.join(map(_complaint, error.errors()))}") from error
    _check_once(path, "question", [question.id for question in questions])
    for question in questions:
        _check_once(path, f"{question.id}: arm", [arm.name for arm in question.arms])
    return questions


def _complaint(error: Any) -> str:
    place = ".".join(map(str, error["loc"]))
    if error["type"] != "extra_forbidden":
        return f"{place}: {error['msg']}, got {error['input']!r}"
    known = {**_File.model_fields, **Question.model_fields, **Arm.model_fields}
    return f"{place}: unknown key; {nearest(str(error['loc'][-1]), known)}"


def _check_once(path: Path, what: str, names: Sequence[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise SettingsError(
                f"{path}: {what} {name!r} stands there {count} times, expected once"
            )

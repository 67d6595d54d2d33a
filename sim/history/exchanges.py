"""Questions joined with their answers: one row per call or delivery instead of two."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.history.schema import INTEGERS

Array = npt.NDArray[Any]
OPEN = "open"
OUTCOMES = ["ok", "fail", "info", OPEN]
ANSWERED = ("status", "payload_hash", "fault_ids", "detail")
"""Taken from the answer: what is known only then."""


def join_answers(rows: pd.DataFrame) -> pd.DataFrame:
    """Invokes in order, each with `outcome`, `answer_i`, `answered_us` and what it brought.

    `answer_i` and `answered_us` are -1 and the outcome is `open` where no answer was recorded;
    of several answers the first counts. `request_hash` is the payload hash of the question.
    """
    asked = (rows["op"] == "invoke").to_numpy()
    calls = rows[asked].reset_index(drop=True)
    answers = rows[~asked].drop_duplicates("invoke_i")
    place = np.searchsorted(calls["i"].to_numpy(), answers["invoke_i"].to_numpy())
    known = place < len(calls)
    known[known] = calls["i"].to_numpy()[place[known]] == answers["invoke_i"].to_numpy()[known]
    answers, place = answers[known], place[known]
    calls["request_hash"] = calls["payload_hash"]
    for name in ANSWERED:
        calls[name] = _placed(calls[name], answers[name], place)
    calls["answer_i"] = _numbers(len(calls), place, answers["i"])
    calls["answered_us"] = _numbers(len(calls), place, answers["t_us"])
    calls["outcome"] = _outcomes(len(calls), place, answers["op"])
    return calls.drop(columns=["op", "invoke_i"])


def _placed(own: pd.Series, other: pd.Series, place: Array) -> pd.Series:
    """The answer's value where there is an answer, else the question's."""
    if own.name in INTEGERS:
        values = own.to_numpy().copy()
        values[place] = other.to_numpy()
        return pd.Series(values)
    codes = own.cat.codes.to_numpy().copy()
    codes[place] = other.cat.codes.to_numpy()
    return pd.Series(pd.Categorical.from_codes(codes, categories=own.cat.categories))


def _numbers(n: int, place: Array, values: pd.Series) -> Array:
    numbers = np.full(n, -1, dtype=np.int64)
    numbers[place] = values.to_numpy()
    return numbers


def _outcomes(n: int, place: Array, ops: pd.Series) -> Any:
    codes = np.full(n, OUTCOMES.index(OPEN), dtype=np.int8)
    codes[place] = pd.Categorical(ops.astype(str), categories=pd.Index(OUTCOMES)).codes
    return pd.Categorical.from_codes(codes, categories=pd.Index(OUTCOMES))

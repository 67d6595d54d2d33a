"""Blows to processes, kind by kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sim.report.blows import by_kind, rows
from sim.report.wording import ABSENT
from sim.results.run import BLOW_LOG, Run

LOG = """kind,number,at,at_s,took_s,business_s,witness
postgres,0,2026-11-23T05:00:00+00:00,5.0,2.0,3600,"postgres fast: process 1 is gone, 2 answers"
head,0,2026-11-23T05:00:02+00:00,7.0,9.0,5040,
postgres,1,2026-11-23T05:00:09+00:00,14.0,4.0,10080,"postgres kill: process 2 is gone, 3 answers"
"""


@pytest.fixture
def log(tmp_path: Path) -> pd.DataFrame:
    (tmp_path / BLOW_LOG).write_text(LOG, "utf8")
    found = Run(tmp_path).blows
    assert found is not None
    return found


def test_each_kind_has_a_line_with_what_it_struck(log: pd.DataFrame) -> None:
    postgres, head = by_kind(log).to_dict("records")
    assert (postgres["kind"], postgres["struck"], postgres["missed"]) == ("postgres", 2, 0)
    assert (postgres["took_s"], postgres["longest_s"]) == (3.0, 4.0)
    assert (postgres["first_us"], postgres["last_us"]) == (3600 * 10**6, 10080 * 10**6)
    assert (head["struck"], head["missed"]) == (0, 1)


def test_a_kind_that_struck_nobody_tells_no_times(log: pd.DataFrame) -> None:
    _, head = rows(by_kind(log), date(2026, 4, 14))
    assert (head["took"], head["longest"]) == (ABSENT, ABSENT)


def test_a_run_without_blows_has_no_table(tmp_path: Path) -> None:
    assert Run(tmp_path).blows is None
    assert rows(by_kind(None), date(2026, 4, 14)) == []

"""What can go wrong when stored results are read: one tree, each message with the remedy."""

from __future__ import annotations

from sim.mistake import Mistake


class ResultsError(Mistake):
    """A stored run or study cannot be read; the message names the file and the remedy."""


class RunNotFound(ResultsError):
    """The folder holds no run."""


class RunDamaged(ResultsError):
    """A file of the run is missing or cannot be read."""


class StudyNotFound(ResultsError):
    """The folder holds no dataset of a study."""


class UnknownMeasure(ResultsError):
    """No measure has this name; the message offers the nearest one."""


class UnknownTable(ResultsError):
    """No stored table has this name; the message offers the nearest one."""


class QueryRefused(ResultsError):
    """DuckDB does not take the query; the message says why, and which tables there are."""

"""The recording of a run: the only evidence that checkers and measures look at."""

from sim.history.reading import History
from sim.history.schema import VERSION, Row
from sim.history.writer import HistoryWriter

__all__ = ["VERSION", "History", "HistoryWriter", "Row"]

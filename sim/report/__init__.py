"""The run's report: one page per run, one matrix per comparison, both readable offline."""

from sim.report.matrix import Cell, MatrixRow, write_matrix
from sim.report.report import write_report
from sim.report.terminal_matrix import render_matrix
from sim.report.terminal_overview import render_overview

__all__ = ["Cell", "MatrixRow", "render_matrix", "render_overview", "write_matrix", "write_report"]

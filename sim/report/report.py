"""One run as one page: the verdict first, then what supports it, then how to repeat it.

The libraries that draw are imported with the first page: most commands do not draw.
"""

from __future__ import annotations

from pathlib import Path

from sim.report.content import Content
from sim.report.gather import gather
from sim.report.page import fill, scripts
from sim.report.sections import sections
from sim.results import load

PAGE = "report.html"
FIGURES = "figures"


def write_report(run_folder: Path | str) -> Path:
    """Writes report.html and figures/*.png into a run's folder; returns the page.

    Raises RunNotFound or RunDamaged of sim.results when the folder cannot be read.
    """
    from sim.report.figures import write_figures

    run = load(run_folder)
    content = gather(run)
    page = run.folder / PAGE
    page.write_text(render(content), encoding="utf8")
    write_figures(content, run.folder / FIGURES)
    return page


def render(content: Content) -> str:
    """The page's HTML, complete in itself."""
    from sim.report.charts import causes_chart, latency_chart, variance_chart

    charts = {
        "variance": variance_chart(content),
        "causes": causes_chart(content),
        "latency": latency_chart(content),
    }
    return fill("report.html", {"charts": charts, **sections(content), **scripts(charts)})

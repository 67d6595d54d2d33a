"""A History that is judged part by part gives the same verdict and measures as in one piece."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pandas as pd
import pytest

from sim.checkers.check import check
from sim.checkers.matching import match, obligations_in_parts
from sim.checkers.verdict import Verdict
from sim.history.frames import write_frames
from sim.history.reading import History
from sim.history.writer import HistoryWriter
from sim.measures import MEASURES
from sim.report.gather import gather
from sim.results import Run
from tests.unit.sim.history_builder import DAY, Story
from tests.unit.sim.report.synthetic import rows, store_run

PARTS = 7


def _flawed() -> Story:
    """Losses, duplicates, phantoms, wrong amounts, overwritten versions, calls without end."""
    story = Story()
    story.rows = sorted(rows(broken=True), key=lambda row: row.t_us)
    asked: dict[str, int] = {}
    for number, row in enumerate(story.rows):
        if row.op == "invoke":
            asked[row.business_key] = number
        elif row.op in ("ok", "info"):
            story.rows[number] = row._replace(invoke_i=asked[row.business_key])
    for n in range(60):
        t_s = 20 * DAY + n
        story.owe(f"x{n}", t_s, t_s + 60, amount_minor=100 + n, period="2026-04", uom="EA")
        if n % 3:
            wrong = {"amount_minor": 100, "period": "2026-05", "uom": "BX"}
            story.effect(f"x{n}", t_s + 90, **wrong)
        if n % 5 == 0:
            story.effect(f"never-{n}", t_s + 91, amount_minor=7)
            story.item(f"x{n}", "period_closed", t_s + 200)
        story.owe_version(f"s{n}", 1, t_s)
        story.owe_version(f"s{n}", 2, t_s + 1)
        for version in (2, 1) if n % 2 else (1, 2):
            story.version(f"s{n}", version, t_s + 100 + version)
        _confuse(story, n, t_s)
        price: dict[str, Any] = {"f": "erp.price_condition", "agg_version": 2}
        columns: dict[str, Any] = {
            "flow": "P03",
            "source": "contracts",
            "business_key": f"CT-{n % 9}/2",
            **price,
        }
        story.owe(f"CT-{n % 9}/2/{n}", t_s, t_s + 60, **columns)
        story.effect(f"CT-{n % 9}/2/{n}", t_s + 30, **price)
        outcomes = itertools.cycle(("ok", "info", "fail", "open"))
        for attempt, outcome in zip(range(1 + n % 3), outcomes, strict=False):
            story.delivery(
                f"e{n}", t_s + attempt, ("fail", "open", outcome)[n % 3], attempt=attempt
            )
            story.call(f"x{n}", t_s + attempt, ("info", "open", outcome)[n % 3], attempt=attempt)
        story.book("inventory.on_hand", "book_opening", effect_key=f"shelf-{n}", quantity=5)
        story.book("inventory.on_hand", effect_key=f"shelf-{n}", quantity=5 - n % 2)
        story.effect(f"shelf-{n}", t_s, f="inventory.movement", quantity=-1)
        exposed: dict[str, Any] = {
            "effect_key": f"PO-{n % 7}",
            "account": ("ordered", "corrected")[n % 2],
        }
        story.book("price_exposure", amount_minor=n - 30, **exposed)
    story.book("consistency", effect_key="K01")
    return story


def _confuse(story: Story, n: int, t_s: float) -> None:
    """Some old versions once more, some keys for two contents, sites that join."""
    joined: dict[str, Any] = {"f": "erp.supplier_alias", "flow": "P14", "source": "acquisition"}
    story.owe(f"CLINIC{n % 3}/V{n}=9{n}", t_s, t_s + 60, **joined)
    if n % 4 == 0:
        story.version(f"s{n}", 1, t_s + 300)
    for content in ("aa", "bb")[: 1 + n % 2]:
        story.call(f"y{n}", t_s + 5, idem_key=f"k{n}", payload_hash=content)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, History]:
    path = tmp_path_factory.mktemp("history") / "history.parquet"
    with HistoryWriter(path, lambda: 0, lambda: 0, chunk_rows=500) as writer:
        for row in _flawed().rows:
            writer.write(row)
    whole = History.load(path)
    return whole, History.load(path, part_rows=-(-whole.rows // PARTS))


def test_it_is_read_in_parts(both: tuple[History, History]) -> None:
    whole, parted = both
    assert [sum(1 for _ in history.parts()) for history in both] == [1, PARTS]
    sizes = parted.by_key(lambda part: len(part.intent))
    assert sum(sizes) == len(whole.intent)
    assert max(sizes) < len(whole.intent) / 3


def test_the_verdict_is_the_same(both: tuple[History, History]) -> None:
    whole, parted = (_plain(check(history, {"P09": 1})) for history in both)
    assert whole["outcome"] == "fail"
    failed = {f["checker"] for f in whole["findings"] if f["outcome"] == "fail"}
    assert failed == {
        *("divergence", "duplicates", "indeterminate", "lineage", "liveness", "loss", "order"),
        *("phantoms", "saga", "staleness", "stock", "variance"),
    }
    assert parted == whole


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_each_measure_is_the_same(both: tuple[History, History], name: str) -> None:
    whole, parted = (resolve_name(MEASURES[name])(history) for history in both)
    assert len(whole)
    pd.testing.assert_frame_equal(parted, whole, check_dtype=False)


def test_obligations_are_stored_in_parts(both: tuple[History, History], tmp_path: Path) -> None:
    whole, parted = both
    write_frames(tmp_path / "obligations.parquet", obligations_in_parts(parted))
    stored = pd.read_parquet(tmp_path / "obligations.parquet").sort_values("i", ignore_index=True)
    expected = match(whole).obligations
    for name in ("i", "effect_key", "state", "met_us", "item_i"):
        assert stored[name].astype(str).tolist() == expected[name].astype(str).tolist()
    pairs = set(zip(stored["f"].astype(str), stored["effect_key"].astype(str), strict=True))
    assert stored["key"].nunique() == len(pairs)


def test_effects_are_stored_in_parts(both: tuple[History, History], tmp_path: Path) -> None:
    whole, _ = both
    write_frames(tmp_path / "effects.parquet", whole.effects_in_parts())
    stored = pd.read_parquet(tmp_path / "effects.parquet")
    assert list(stored.columns) == list(whole.effects.columns)
    assert stored.astype(str).equals(whole.effects.astype(str))
    assert stored["f"].dtype == "category"


def test_a_report_is_gathered_from_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_run(tmp_path / "run", broken=True)
    whole = gather(Run(tmp_path / "run"))
    loaded = History.load
    monkeypatch.setattr(History, "load", lambda path: loaded(path, part_rows=500))
    parted = gather(Run(tmp_path / "run"))
    for name in ("variance", "latency_over_time", "latency", "states"):
        pd.testing.assert_frame_equal(getattr(parted, name), getattr(whole, name))


def _plain(verdict: Verdict) -> dict[str, Any]:
    document = asdict(verdict)
    for finding in document["findings"]:
        measured = finding["measured"]
        finding["measured"] = {k: round(v, 6) for k, v in measured.items()}
    return document

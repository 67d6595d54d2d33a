"""The report of a run: complete, self-contained, honest about what is withheld (U8, B11)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.report.gather import gather
from sim.report.report import render
from sim.report.sections import WITHHELD
from sim.results import load
from tests.unit.sim.report.synthetic import HOUR_US

LIMIT_BYTES = 1_000_000
SECTIONS = (
    "verdict",
    "checkers",
    "first-violation",
    "faults",
    "variance",
    "attribution",
    "latency",
    "obligations",
    "times",
    "backlog",
    "quality",
    "outcome",
    "operation",
    "reproduce",
    "settings",
)
LOADED = re.compile(r"""(?:src|href|action|poster)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
IMPORTED = re.compile(r"""(?:@import|url\(|import\s*\(|fetch\()\s*["']?\s*(?:https?:)?//""")


def without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">.*?</section>', page, flags=re.DOTALL)
    assert found is not None
    return found[0]


def test_the_verdict_comes_first_and_every_section_follows_in_order(broken_page: str) -> None:
    assert re.findall(r'<section id="([a-z-]+)">', broken_page) == list(SECTIONS)


def test_the_page_loads_nothing_from_elsewhere(broken_page: str) -> None:
    assert not LOADED.search(broken_page)
    assert not IMPORTED.search(broken_page)
    assert "http" not in without_scripts(broken_page)


def test_the_page_stays_below_a_megabyte(broken_page: str) -> None:
    assert len(broken_page.encode()) < LIMIT_BYTES


def test_a_page_of_many_pairs_and_flows_stays_below_a_megabyte(broken_run: Path) -> None:
    usual = gather(load(broken_run))
    hours = pd.DataFrame({"t_us": range(0, 42 * 24 * HOUR_US, HOUR_US)})
    pairs = pd.DataFrame({"pair": [f"System {n} → Other {n}" for n in range(14)]})
    variance = hours.merge(pairs, how="cross")
    variance["amount_minor"] = variance.index * 7919 % 99_999_999
    variance["documents"] = variance.index * 31 % 9999
    days = hours[::24].merge(
        pd.DataFrame({"flow": [f"P{n:02}" for n in range(1, 13)]}), how="cross"
    )
    latency = days.assign(p50_s=days.index * 1.37 + 60, p95_s=days.index * 13.7 + 90, due_s=3600.0)
    dense = replace(usual, variance=variance, latency_over_time=latency, end_us=42 * 24 * HOUR_US)
    assert len(render(dense).encode()) < LIMIT_BYTES


def test_the_libraries_are_inlined_once(broken_page: str) -> None:
    assert broken_page.count('id="vega-bundle"') == 1


def test_the_outcome_is_a_word_and_a_symbol_besides_a_colour(
    broken_page: str, correct_page: str
) -> None:
    assert ">FAIL<" in section(broken_page, "verdict")
    assert ">✗<" in section(broken_page, "verdict")
    assert ">PASS<" in section(correct_page, "verdict")
    assert ">✓<" in section(correct_page, "verdict")


def test_headline_latency_is_withheld_when_the_run_is_incorrect(broken_page: str) -> None:
    headline = section(broken_page, "verdict")
    assert WITHHELD in headline
    assert " min<" not in headline
    assert 'class="marked"' in section(broken_page, "latency")


def test_headline_latency_is_shown_when_the_run_is_correct(correct_page: str) -> None:
    assert WITHHELD not in correct_page
    assert re.search(r"latency, p95</dt><dd>[\d.]+ (s|min|h|d)", correct_page)


def test_a_lost_charge_is_named_with_its_evidence(broken_page: str) -> None:
    checkers = section(broken_page, "checkers")
    assert "US-000130" in checkers
    assert "history rows" in checkers


def test_the_first_violation_is_told_in_business_words(broken_page: str) -> None:
    story = section(broken_page, "first-violation")
    assert "Inventory commits usage US-000040" in story
    assert "Billing must now show charge US-000040" in story


def test_a_failing_run_says_how_to_get_a_smaller_story(broken_page: str, correct_page: str) -> None:
    assert "testbed shrink" in section(broken_page, "first-violation")
    assert "testbed shrink" not in correct_page


def test_the_smallest_run_that_fails_is_told_where_somebody_looked_for_it(
    broken_run: Path,
) -> None:
    line = "effect  billing.charge  billing  US-7  1250 cents"
    smallest = {
        "replay": "testbed run ordinary_day --integration mine --days 1",
        "faults": ["F04@mild"],
        "obligations": 12,
        "first": "P09 US-7: billing.charge US-7: 1 more than owed",
        "story": [{"t": "d0 10:00:00.000", "line": line}],
    }
    page = render(replace(gather(load(broken_run)), smallest=smallest))
    story = section(page, "first-violation")
    for told in ("The smallest run", "F04@mild", "US-7", "Billing commits charge", "--days 1"):
        assert told in story
    assert "testbed shrink" not in story


def test_a_fault_is_shown_with_its_window_and_its_witness(broken_page: str) -> None:
    faults = section(broken_page, "faults")
    assert "F46 outage" in faults
    assert "Sun 12 Apr 08:00:00" in faults
    assert "Sun 12 Apr 09:00:00 on US-000273" in faults


def test_the_page_says_how_to_repeat_the_run(broken_page: str) -> None:
    reproduce = section(broken_page, "reproduce")
    assert "testbed run month_end_spike --integration retries_without_key --seed 7" in reproduce
    assert "9f2c9f2c" in reproduce


@pytest.mark.usefixtures("broken_page")
def test_the_figures_are_pictures_too(broken_run: Path) -> None:
    for name in ("variance.png", "latency.png"):
        assert (broken_run / "figures" / name).read_bytes().startswith(b"\x89PNG")

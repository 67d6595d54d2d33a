"""`make bench`: speed as ratios within one run, printed and never asserted.

Machines are noisy and differ; a ratio of two things measured in turn says more than a time.
"""

from __future__ import annotations

import pytest

from tests.bench import (
    effect_cost,
    hunting,
    invoice_arms,
    invoice_face,
    long_history,
    month_end_scaling,
    queue_mm2,
    reference_service,
    sweeping,
)

pytestmark = pytest.mark.bench


def show(title: str, lines: dict[str, str]) -> None:
    print(f"\n{title}")
    for name, value in lines.items():
        print(f"  {name:<44}{value}")


def test_the_clock_against_bare_simpy_and_ciw() -> None:
    ratios = queue_mm2.measure(repeats=5)
    show(
        "M/M/2 queue, 50,000 customers: speed of asyncio on SimPy (medians of 5 turns)",
        {name: f"{value:.2f}" for name, value in ratios.items()},
    )


def test_an_invoice_directly_against_an_invoice_through_asgi() -> None:
    found = invoice_arms.measure()
    show(
        "One ERP create_invoice: validation, ledger, recording (medians of 5 turns)",
        {
            "direct dispatch, us": f"{found['direct_us']:.0f}",
            "httpx through ASGI, us": f"{found['asgi_us']:.0f}",
            "ratio": f"{found['asgi_over_direct']:.1f}",
        },
    )


def test_the_cost_of_an_effect_does_not_grow_with_the_group() -> None:
    found = month_end_scaling.measure()
    lines = {}
    for size in ("small", "large"):
        at = found[size]
        lines[f"scale {at['scale']:g}: rows, effects"] = f"{at['rows']:,.0f}, {at['effects']:,.0f}"
        lines[f"scale {at['scale']:g}: CPU s, us per effect, effects/s"] = (
            f"{at['cpu_s']:.0f}, {at['us_per_effect']:.0f}, {at['effects_per_s']:,.0f}"
        )
        lines[f"scale {at['scale']:g}: peak MB recording, with judging"] = (
            f"{at['peak_memory_mb']:,.0f}, {at['judged_peak_memory_mb']:,.0f}"
        )
    lines["cost per effect, large over small"] = f"{found['large_over_small']:.2f}"
    show("month_end against the reference", lines)


def test_a_month_with_all_parties() -> None:
    found = month_end_scaling.measure_whole_group()
    show(
        f"month_end with all parties against the reference, scale {found['scale']:g}",
        {
            "rows, effects": f"{found['rows']:,.0f}, {found['effects']:,.0f}",
            "CPU s, us per effect, effects/s": (
                f"{found['cpu_s']:.0f}, {found['us_per_effect']:.0f}, {found['effects_per_s']:,.0f}"
            ),
            "peak MB recording, with judging": (
                f"{found['peak_memory_mb']:,.0f}, {found['judged_peak_memory_mb']:,.0f}"
            ),
        },
    )


def test_what_an_effect_costs_beside_point_to_point() -> None:
    found = effect_cost.measure()
    for name in effect_cost.INTEGRATIONS:
        costs = found[name]
        shares = {f"time in: {layer}": f"{share:.1%}" for layer, share in costs["shares"].items()}
        show(
            f"{name}: a day, {costs['effects']:,} effects of the integration",
            {
                "CPU us per effect, the hospital's included": f"{costs['us_per_effect']:.0f}",
                "of these in the integration's own code": f"{costs['own_us_per_effect']:.0f}",
                "calls per effect": f"{costs['calls']:.2f}",
                "storage commits, reads, writes per effect": ", ".join(
                    f"{costs[what]:.2f}" for what in ("commits", "reads", "writes")
                ),
                **shares,
            },
        )
    show("Cost of an effect", {"reference over point to point": f"{found['ratio']:.2f}"})


def test_a_long_history_is_judged_in_bounded_memory() -> None:
    found = long_history.measure()
    show(
        "A month's History repeated under new keys: checkers, measures, stored tables",
        {
            "rows": f"{found['rows']:,.0f}",
            "CPU s": f"{found['cpu_s']:.0f}",
            "peak MB": f"{found['peak_memory_mb']:,.0f}",
        },
    )


def test_how_fast_a_hunt_is() -> None:
    found = hunting.measure()
    show(
        f"testbed hunt: {hunting.TRIALS} trials of an ordinary day against the reference",
        {
            "trials per minute, one process": f"{found['per_minute_1']:.0f}",
            f"trials per minute, {hunting.JOBS} processes": f"{found['per_minute_2']:.0f}",
            "ratio": f"{found['per_minute_2'] / found['per_minute_1']:.2f}",
            "obligations judged per minute": f"{found['obligations_per_minute']:,.0f}",
        },
    )


def test_how_well_a_study_uses_two_processes() -> None:
    found = sweeping.measure()
    show(
        f"testbed compare: {2 * sweeping.SEEDS} replications of an ordinary day",
        {
            "replications per minute, one process": f"{found['per_minute_1']:.0f}",
            "replications per minute, two processes": f"{found['per_minute_2']:.0f}",
            "efficiency of two": f"{found['efficiency']:.2f}",
            "analysis and page, s": f"{found['analysis_s']:.1f}",
            "their share of the runs, one process": f"{found['analysis_share']:.3f}",
        },
    )


@pytest.fixture(scope="module")
def face() -> dict[str, float]:
    return invoice_face.measure()


def test_the_mock_erp_answers_half_as_many_as_a_bare_echo(face: dict[str, float]) -> None:
    lines = {
        f"{arm}: requests/s closed loop, open loop, per s of CPU": (
            f"{face[f'{arm}_closed_per_s']:,.0f}, {face[f'{arm}_open_per_s']:,.0f}, "
            f"{face[f'{arm}_per_cpu_s']:,.0f}"
        )
        for arm in ("erp", "echo")
    }
    lines |= {
        f"{arm}: p50, p99 ms at half of that, as intended": (
            f"{face[f'{arm}_p50_ms']:.1f}, {face[f'{arm}_p99_ms']:.1f}"
        )
        for arm in ("erp", "echo")
    }
    lines["ratio closed loop, open loop"] = f"{face['closed_ratio']:.2f}, {face['open_ratio']:.2f}"
    show("create_invoice over HTTP (token, ledger, History) against a FastAPI echo", lines)
    assert face["closed_ratio"] >= invoice_face.BOUND
    assert face["open_ratio"] >= invoice_face.BOUND


def test_the_reference_as_a_service_end_to_end(face: dict[str, float]) -> None:
    found, why_not = reference_service.measure()
    for name, arm in found.items():
        show(
            f"The reference as a service, {name}: usages into both books",
            {
                "events/s, per s of CPU": f"{arm.per_s:.0f}, {arm.per_cpu_s:.0f}",
                "per core, against a FastAPI echo": f"{arm.per_cpu_s / face['echo_per_cpu_s']:.3f}",
                "p50, p99 ms at half of that, as intended": f"{arm.p50_ms:.0f}, {arm.p99_ms:.0f}",
            },
        )
    plain, traced = (found[name] for name in (reference_service.SQLITE, reference_service.TRACED))
    ratios = {"with traces over without, events per core": traced.per_cpu_s / plain.per_cpu_s}
    if why_not:
        print(f"no PostgreSQL + NATS: {why_not}")
    else:
        shared = found[reference_service.SHARED]
        ratios["PostgreSQL + NATS over SQLite"] = shared.per_cpu_s / plain.per_cpu_s
    show("The reference as a service", {name: f"{ratio:.2f}" for name, ratio in ratios.items()})

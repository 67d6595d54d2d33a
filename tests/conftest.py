"""Settings that every test shares."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.postgres import postgres  # noqa: F401 (a fixture, for whoever names it)

# The same examples on every machine and no wall-clock deadline: a red run is a defect, not luck.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

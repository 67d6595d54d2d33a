"""Settings that every test shares."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Fixtures, for whoever names them.
from tests.nats_broker import broker, nats_url  # noqa: F401
from tests.postgres import database, postgres  # noqa: F401

# The same examples on every machine and no wall-clock deadline: a red run is a defect, not luck.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

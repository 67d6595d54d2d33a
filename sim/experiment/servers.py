"""What the servers behind every system can take, where the run says so (decision 12).

`world.server_workers` calls at a time, each for `world.server_work_s`; none by default, since no
vendor publishes it. F46 with workers of its own says it for single systems, and comes after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mock_systems.profiles import Profile
from mock_systems.profiles.profile import ASSUMPTION, Capacity
from sim.world.calibration import Parameters


def limited(profiles: Mapping[str, Profile], parameters: Parameters) -> dict[str, Profile]:
    """The profiles with that capacity; as they are where the run names no workers."""
    workers = round(parameters["server_workers"])
    if workers < 1:
        return dict(profiles)
    capacity = Capacity(
        workers=workers,
        places=round(parameters["server_places"]),
        work_s=parameters["server_work_s"],
        source=ASSUMPTION,
    )
    return {name: replace(one, capacity=capacity) for name, one in profiles.items()}

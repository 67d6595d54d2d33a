"""A run may say what the servers behind every system can take; else nothing overruns them."""

from __future__ import annotations

from sim.cable import resolve_profiles
from sim.experiment.servers import limited
from sim.world.calibration import load_parameters

PLAIN = resolve_profiles({})


def test_no_workers_leave_every_profile_as_it_is() -> None:
    assert limited(PLAIN, load_parameters()) == PLAIN


def test_workers_are_those_of_each_system_and_called_an_assumption() -> None:
    asked = {"server_workers": 2.0, "server_work_s": 6.2, "server_places": 60.0}
    found = limited(PLAIN, load_parameters(asked))
    assert found.keys() == PLAIN.keys()
    for profile in found.values():
        assert profile.capacity is not None
        told = profile.capacity.workers, profile.capacity.work_s, profile.capacity.places
        assert told == (2, 6.2, 60)
        assert "capacity" in profile.assumptions

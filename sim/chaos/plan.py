"""Which kinds of blow, how often: a plan in names, made to fit the time and who is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.chaos.blows import BLOWS, Blow, Victims
from sim.experiment.settings import SettingsError
from sim.naming import nearest
from sim.plugins import UnknownName

Plan = Mapping[str, Blow]
LEAST_BLOWS = 3
"""Of a kind, for which the time must suffice: the gaps of a short run are shorter."""


def plan_of(
    names: Iterable[str],
    victims: Victims,
    within_s: float,
    every_s: tuple[float, float] | None = None,
) -> Plan:
    """The blows of these names, for a storm of so many seconds; of no names, all whose victims are
    there. `every_s` is how long PostgreSQL is left alone, with all others in proportion. Raises
    UnknownName, or SettingsError for a blow whose victim is not there."""
    there = {"program": True, "workers": victims.workers > 0}
    there |= {"postgres": victims.postgres is not None, "nats": victims.nats is not None}
    asked = tuple(names)
    chosen = {name: _known(name) for name in asked} if asked else dict(BLOWS)
    lacking = {name: blow.needs for name, blow in chosen.items() if not there[blow.needs]}
    if asked and lacking:
        told = ", ".join(f"{name} needs {needs}" for name, needs in lacking.items())
        raise SettingsError(
            f"--blows: {told}, which this run does not have; see --store, --workers"
        )
    fitted = {name: _within(_every(blow, every_s), within_s) for name, blow in chosen.items()}
    return {name: blow for name, blow in fitted.items() if name not in lacking}


def _known(name: str) -> Blow:
    if name not in BLOWS:
        raise UnknownName(f"unknown blow {name!r}; {nearest(name, BLOWS)}")
    return BLOWS[name]


def _every(blow: Blow, every_s: tuple[float, float] | None) -> Blow:
    """The blow with gaps in proportion to those of PostgreSQL."""
    if every_s is None:
        return blow
    usual = BLOWS["postgres"]
    least, most = every_s[0] / usual.shortest_s, every_s[1] / usual.longest_s
    return blow.every(*sorted((blow.shortest_s * least, blow.longest_s * most)))


def _within(blow: Blow, within_s: float) -> Blow:
    """The blow with gaps that the time suffices for, in the same proportion."""
    share = min(1.0, within_s / LEAST_BLOWS / blow.longest_s)
    return blow.every(blow.shortest_s * share, blow.longest_s * share)

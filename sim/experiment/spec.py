"""What one run is: everything that decides its History, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

from sim.experiment.scenario import EXPECTS_SCALE, Scenario
from sim.faults.fault import Fault
from sim.host.crashes import Crashes
from sim.world.origins import Origins

VIRTUAL_ARMS = ("direct", "asgi")
LIVE = "live"
ARMS = (*VIRTUAL_ARMS, LIVE)


@dataclass(frozen=True)
class RunSpec:
    """Two runs of equal specification have the same history hash (with the same dependencies).

    `integration` is the name by which the run is filed; `parameters` override the calibration,
    `settings` go to the integration; `faults` or `parties` come on top of the scenario's own,
    `profiles` in place of them, as do origins that are not empty. `crashes` stops the integration
    at numbered points; with an empty plan its points are only counted.
    """

    scenario: Scenario
    integration: str
    seed: int = 1
    scale: float = 0.02
    arm: str = "direct"
    faults: tuple[Fault, ...] = ()
    fault_plan: str = "none"
    parameters: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    profiles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    order_origin: str = ""
    receipt_origin: str = ""
    days: int = 0
    """As asked for, in place of the scenario's own; 0: nobody asked."""
    crashes: Crashes | None = None
    speed: float = 1.0
    """Of a live run: business time to the wall's."""

    repeated_by: str = ""
    """The command that repeats it, of a run that more than this decides."""
    asked_for: str = field(default="", compare=False)
    """The name under which its scenario was found, unless that is the scenario's own."""

    @property
    def is_live(self) -> bool:
        """Whether it runs over real sockets."""
        return self.arm == LIVE

    @property
    def origins(self) -> Origins:
        """Where orders and receipts begin: as asked for, else as the scenario says."""
        own = self.scenario.origins
        return Origins(self.order_origin or own.orders, self.receipt_origin or own.receipts)

    @property
    def all_parties(self) -> tuple[str, ...]:
        """Who takes part, each once: the scenario's own and those that were asked for."""
        return tuple(dict.fromkeys((*self.scenario.parties, *self.parties)))

    @property
    def all_profiles(self) -> dict[str, str]:
        """System -> vendor profile, for the systems that were given one."""
        return {**self.scenario.profiles, **self.profiles}

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """The scenario's own faults and the plan's."""
        return (*self.scenario.faults, *self.faults)

    @property
    def all_parameters(self) -> dict[str, float]:
        """What differs from the calibration: by the scenario, its stimuli, whoever asked."""
        changed = dict(self.scenario.parameters)
        for fault in self.all_faults:
            changed |= fault.parameters
        return {**changed, **self.parameters}

    def expected_obligations(self) -> dict[str, int]:
        """The scenario's minimum per flow; a group smaller than the one it was stated for must
        make proportionally fewer, and at least one."""
        return scaled_obligations(self.scenario.expects, self.scale)

    @property
    def _command(self) -> str:
        return "live" if self.is_live else "run"

    def replay_command(self) -> str:
        """The command that repeats this run."""
        if self.repeated_by:
            return self.repeated_by
        parts = [
            f"testbed {self._command} {self.asked_for or self.scenario.name}",
            f"--integration {self.integration}",
            f"--seed {self.seed} --scale {self.scale:g}",
        ]
        if self.fault_plan != "none":
            parts.append(f"--faults {quote(self.fault_plan)}")
        if self.days:
            parts.append(f"--days {self.days}")
        if self.is_live:
            parts.append(f"--speed {self.speed:g}")
        elif self.arm != "direct":
            parts.append(f"--arm {self.arm}")
        if self.parties:
            parts.append(f"--parties {','.join(self.parties)}")
        if self.order_origin:
            parts.append(f"--order-origin {self.order_origin}")
        if self.receipt_origin:
            parts.append(f"--receipt-origin {self.receipt_origin}")
        if self.crashes and self.crashes.points:
            parts.append(f"--crash-at {','.join(map(str, self.crashes.points))}")
        parts += [f"--profile {k}={v}" for k, v in sorted(self.profiles.items())]
        parts += [f"--set world.{k}={v:g}" for k, v in sorted(self.parameters.items())]
        parts += [f"--set integration.{k}={v}" for k, v in sorted(self.settings.items())]
        return " ".join(parts)


def scaled_obligations(expects: Mapping[str, int], scale: float) -> dict[str, int]:
    """What a scenario expects of a group of this size."""
    share = min(1.0, scale / EXPECTS_SCALE)
    return {flow: max(1, int(n * share)) for flow, n in expects.items()}

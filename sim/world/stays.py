"""A patient's stay as the world knows it: how long, what was found, who pays.

`plan_stay` is the truth that the EHR documents and the billing office bills: the same encounter
always gets the same stay, whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import NamedTuple, Protocol

from sim.streams import Streams, cumulative
from sim.world.calendar import DAY_S, HOUR_S
from sim.world.cases import CASES


@dataclass(frozen=True, slots=True)
class Stay:
    """Instants are seconds since the start; codes are ICD-10-CM, ICD-10-PCS or CPT, MS-DRG."""

    encounter: str
    facility: str
    kind: str
    admitted_s: float
    discharged_s: float
    coded_s: float
    diagnosis_codes: tuple[str, ...]
    procedure_codes: tuple[str, ...]
    drg: str
    payers: tuple[str, ...]
    """Payer ids of billing in order of liability; empty for a patient who pays alone."""


class Insurer(NamedTuple):
    """A payer by its id in billing's masters."""

    id: str
    share: str
    """The parameter that says which share of patients it pays for first; '' for none."""


INSURERS = (
    Insurer("PAY-MCR", "payer_medicare_share"),
    Insurer("PAY-MCD", "payer_medicaid_share"),
    Insurer("PAY-COM1", "payer_commercial_1_share"),
    Insurer("PAY-COM2", "payer_commercial_2_share"),
    Insurer("PAY-SUP", ""),
)
_MEDICARE, *_, _SUPPLEMENT = (insurer.id for insurer in INSURERS)
_SIGMA = {"I": 0.8, "E": 0.6, "O": 0.4}
"""Assumption: the spread of lengths of stay, of their logarithm."""
_SHORTEST_S = {"I": 12 * HOUR_S, "E": 0.5 * HOUR_S, "O": 0.25 * HOUR_S}


class Group(Protocol):
    """The part of a site that a stay is drawn from."""

    @property
    def streams(self) -> Streams: ...

    @property
    def parameters(self) -> Mapping[str, float]: ...


def plan_stay(group: Group, encounter: str, facility: str, kind: str, admitted_s: float) -> Stay:
    """The stay of a patient of class `kind` (I, O or E) who came at an instant."""
    streams, parameters = group.streams, group.parameters
    cases = CASES[kind]
    weights = cumulative([case.weight for case in cases])
    case = streams.weighted(cases, weights, "stay.case", encounter)
    discharged_s = admitted_s + _length_s(group, encounter, kind)
    coding_d = parameters["coding_inpatient_d" if kind == "I" else "coding_visit_d"]
    coding_s = coding_d * DAY_S * (0.5 + streams.uniform("stay.coding", encounter))
    return Stay(
        encounter,
        facility,
        kind,
        admitted_s=admitted_s,
        discharged_s=discharged_s,
        coded_s=discharged_s + coding_s,
        diagnosis_codes=case.diagnoses,
        procedure_codes=case.procedures,
        drg=case.drg,
        payers=_payers(group, encounter),
    )


def _length_s(group: Group, encounter: str, kind: str) -> float:
    """Lognormal. Inpatients are told by the mean, whose median lies below it by half the variance;
    visits are told by their median."""
    parameters, sigma = group.parameters, _SIGMA[kind]
    if kind == "I":
        mu = log(parameters["stay_inpatient_mean_d"] * DAY_S) - sigma * sigma / 2
    elif kind == "E":
        mu = log(parameters["stay_emergency_median_h"] * HOUR_S)
    else:
        mu = log(parameters["stay_outpatient_median_h"] * HOUR_S)
    return max(_SHORTEST_S[kind], group.streams.lognormal(mu, sigma, "stay.length", encounter))


def _payers(group: Group, encounter: str) -> tuple[str, ...]:
    """The first insurer, for some on Medicare a supplement behind it; nobody for the rest."""
    streams, parameters = group.streams, group.parameters
    drawn = streams.uniform("stay.payer", encounter)
    for insurer in INSURERS:
        drawn -= parameters[insurer.share] if insurer.share else 0.0
        if insurer.share and drawn < 0:
            share = parameters["payer_supplement_share"] if insurer.id == _MEDICARE else 0.0
            supplemented = streams.bernoulli(share, "stay.supplement", encounter)
            return (insurer.id, _SUPPLEMENT) if supplemented else (insurer.id,)
    return ()

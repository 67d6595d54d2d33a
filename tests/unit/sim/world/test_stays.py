"""Stays: the same for whoever asks, within the calibrated lengths, coded as inpatients are."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median

import pytest

from sim.streams import Streams
from sim.world.billing_rows import PAYERS
from sim.world.calibration import Parameters, load_parameters
from sim.world.cases import CASES
from sim.world.stays import INSURERS, Stay, plan_stay


@dataclass(frozen=True)
class Group:
    streams: Streams
    parameters: Parameters


GROUP = Group(Streams(7), load_parameters({}))


def stays(kind: str, count: int = 3000) -> list[Stay]:
    return [plan_stay(GROUP, f"ENC-{kind}{n}", "H01", kind, 1000.0) for n in range(count)]


@pytest.mark.parametrize("kind", ["I", "E", "O"])
def test_a_stay_ends_after_it_began_and_is_coded_later(kind: str) -> None:
    for stay in stays(kind, 500):
        assert stay.admitted_s < stay.discharged_s < stay.coded_s
        assert bool(stay.drg) == (kind == "I")
        assert any(
            (case.diagnoses, case.procedures) == (stay.diagnosis_codes, stay.procedure_codes)
            for case in CASES[kind]
        )


def test_lengths_follow_the_calibration() -> None:
    parameters = GROUP.parameters
    inpatient_d = fmean((s.discharged_s - s.admitted_s) / 86_400 for s in stays("I"))
    assert abs(inpatient_d / parameters["stay_inpatient_mean_d"] - 1) < 0.05
    emergency_h = median((s.discharged_s - s.admitted_s) / 3600 for s in stays("E"))
    assert abs(emergency_h / parameters["stay_emergency_median_h"] - 1) < 0.05


def test_payers_are_those_of_billing_by_their_shares() -> None:
    assert [insurer.id for insurer in INSURERS] == [payer.payer_id for payer in PAYERS]
    found = stays("I")
    first = [stay.payers[0] if stay.payers else "" for stay in found]
    for insurer in INSURERS:
        share = GROUP.parameters[insurer.share] if insurer.share else 0.0
        assert abs(first.count(insurer.id) / len(found) - share) < 0.03
    seconds = {stay.payers for stay in found if len(stay.payers) > 1}
    assert seconds == {("PAY-MCR", "PAY-SUP")}


def test_whoever_asks_gets_the_same_stay() -> None:
    again = Group(Streams(7), load_parameters({}))
    assert plan_stay(again, "ENC-I5", "H01", "I", 1000.0) == stays("I", 6)[5]

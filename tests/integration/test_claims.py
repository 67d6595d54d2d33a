"""S12, P10 and P15 in whole runs: claims leave as 837, come back as 277CA and 835, become cash.

What payers send is judged by pyx12, as is what billing itself writes; the couriers have a reader
of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from math import comb
from typing import Any, ClassVar

import pytest

from integration_under_test.boundary import Document
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.bank import BankCourier
from tests.couriers.claims import ClaimsCourier
from tests.couriers.denials import DenialsCourier
from tests.couriers.house import Courier, House, effects, outcomes, serve, states
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors

PARTIES = ("bank", "billing_office", "payers")
COURIERS = (ClaimsCourier, DenialsCourier, BankCourier)
QUICK = {
    "medicare_payment_d": 1.0,
    "medicaid_payment_d": 1.0,
    "commercial_payment_d": 1.0,
    "appeal_decision_d": 1.0,
    "takeback_share": 0.05,
    "takeback_after_d": 1.0,
    "patient_pays_median_d": 1.0,
    "initial_denial_share": 0.15,
}
"""So that ten days see all of the cycle."""


class KeepsClaims(ClaimsCourier):
    """Keeps a copy of what it sends."""

    sent: ClassVar[list[str]] = []

    async def send_batch(self, batch_id: str) -> None:
        batch = await self.ports.systems["billing"].call("get_claim_batch", {"batchId": batch_id})
        self.sent.append(batch["content"])
        await super().send_batch(batch_id)


@lru_cache
def ten_days() -> tuple[Judged, list[Document], list[str]]:
    """Ten days in which payers are quick, judged; what came in, what went out."""
    KeepsClaims.sent.clear()
    found, received = quick((KeepsClaims, DenialsCourier, BankCourier))
    return found, received, list(KeepsClaims.sent)


def quick(kinds: tuple[type[Courier], ...]) -> tuple[Judged, list[Document]]:
    """As `serve`, with quick payers for ten days."""
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.02, parties=PARTIES))
    spec = replace(spec, parameters=QUICK, scenario=replace(spec.scenario, days=10))
    house = type("Housed", (House,), {"kinds": kinds})()
    return run(spec, house, None), house.received


def texts(kind: str) -> list[str]:
    """The documents of a set that payers sent."""
    found = [document.content.decode("ascii") for document in ten_days()[1]]
    return [text for text in found if f"~ST*{kind}*" in text]


def test_two_ordinary_days_pass_and_see_the_whole_cycle() -> None:
    found, _ = serve(COURIERS, PARTIES)
    assert found.verdict.outcome == "pass", outcomes(found)
    met = states(found, "P10")
    assert set(met) == {
        "payers.claim_received met",
        "billing.claim_answer met",
        "billing.remittance_line met",
        "erp.receivable met",
        "erp.cash_receipt met",
        "erp.cash_application met",
    }


def test_ten_days_of_quick_payers_passes_with_takebacks_appeals_and_evidence() -> None:
    found, _, _ = ten_days()
    assert found.verdict.outcome == "pass", outcomes(found)
    assert states(found, "P10")["billing.takeback met"] > 0
    assert states(found, "P15")["billing.denial_evidence met"] > 0
    assert effects(found, "billing.appeal_decision")
    assert effects(found, "billing.denial")


def test_the_office_collects_writes_off_and_closes_its_days() -> None:
    posted = effects(ten_days()[0], "billing.receivable_posting")
    assert {"charges", "contractual", "payment", "write_off"} <= {k.rsplit("/")[-1] for k in posted}
    assert any(key.startswith("patient_payment:") for key in posted)
    assert set(effects(ten_days()[0], "billing.day_close").values()) == {1}


def test_the_same_run_again_gives_the_same_history_on_either_arm() -> None:
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.01, parties=PARTIES))
    house = type("Housed", (House,), {"kinds": COURIERS})
    direct, asgi = (run(replace(spec, arm=arm), house(), None) for arm in ("direct", "asgi"))
    assert direct.recorded.history_hash == asgi.recorded.history_hash


def test_without_the_parties_nobody_bills() -> None:
    found, _ = serve((), ())
    kinds = set(found.history.effects["f"].astype(str))
    assert not any(kind.startswith(("payers.", "billing.claim", "billing.remit")) for kind in kinds)


@pytest.mark.parametrize("kind", ["999", "277", "835"])
def test_pyx12_finds_nothing_wrong_with_what_payers_send(kind: str) -> None:
    found = texts(kind)
    assert found
    for text in found:
        assert envelope_errors(text) == []
    for text in found[:: max(1, len(found) // 12)]:
        assert map_errors(text) == []


def test_pyx12_finds_nothing_wrong_with_the_claims_of_billing() -> None:
    sent = ten_days()[2]
    types = {text[text.index("~ST*837*") :].split("*")[3].partition("~")[0] for text in sent}
    assert types == {"005010X222A1", "005010X223A2"}
    for text in sent:
        assert envelope_errors(text) == []
    for text in sent[:: max(1, len(sent) // 12)]:
        assert map_errors(text) == []


def test_every_remittance_balances_by_its_own_segments() -> None:
    for text in texts("835"):
        segments = [part.split("*") for part in text.split("~")]
        paid = sum(_cents(one[4]) for one in segments if one[0] == "CLP")
        kept = sum(
            _cents(amount) for one in segments if one[0] == "PLB" for amount in one[4::2] if amount
        )
        (stated,) = [_cents(one[2]) for one in segments if one[0] == "BPR"]
        assert paid - kept == stated >= 0


def test_rejections_and_denials_come_as_often_as_calibrated() -> None:
    found, _, _ = ten_days()
    said = Counter(key.rsplit("/", 1)[1] for key in effects(found, "payers.claim_status"))
    assert _plausible(said["rejected"], sum(said.values()), 0.03)
    claims = {key.split("/")[2] for key in effects(found, "payers.remittance_line")}
    denials = found.history.effects
    denials = denials[denials["f"] == "billing.denial"]
    assert _plausible(len(denials), len(claims), 1.4 * QUICK["initial_denial_share"])


# ------------------------------------------------------------------ integrations that get it wrong


def failed(courier: type[Courier], **more: Any) -> dict[str, str]:
    """What the checkers say of a courier in place of the sound one."""
    found, _ = serve((courier, DenialsCourier, BankCourier), PARTIES, **more)
    assert found.verdict.outcome == "fail"
    return outcomes(found)


class PostsTwice(ClaimsCourier):
    """Posts every remittance again (CR3)."""

    async def on_remittance(self, said: dict[str, Any]) -> None:
        await super().on_remittance(dict(said))
        await super().on_remittance(said)


class Misreads(ClaimsCourier):
    """Takes a cent of each paid line for a contractual adjustment, so that all still balances."""

    async def on_remittance(self, said: dict[str, Any]) -> None:
        for claim in said["claims"]:
            for line in claim["lines"]:
                if line["paidCents"]:
                    line["paidCents"] -= 1
                    claim["paidCents"] -= 1
                    said["paymentCents"] -= 1
                    cent = {"group": "CO", "reason": "45", "amountCents": 1}
                    line["adjustments"].append(cent)
        await super().on_remittance(said)


class DropsAnswers(ClaimsCourier):
    """Throws every 277CA away."""

    async def on_statuses(self, segments: Any) -> None:
        del segments


class SendsTwice(ClaimsCourier):
    """Sends the same interchange again, as after a time-out."""

    async def send_batch(self, batch_id: str) -> None:
        await super().send_batch(batch_id)
        await super().send_batch(batch_id)


class AppliesTwice(ClaimsCourier):
    """Posts every movement of receivables twice."""

    async def _post(self, posted: Any) -> None:
        await super()._post(posted)
        await super()._post(posted)


def test_a_remittance_posted_twice_has_no_further_effect() -> None:
    found, _ = serve((PostsTwice, DenialsCourier, BankCourier), PARTIES)
    assert found.verdict.outcome == "pass", outcomes(found)


def test_a_misread_remittance_is_a_variance() -> None:
    said = failed(Misreads)
    assert "variance" in said
    assert "consistency" in said


def test_a_277ca_thrown_away_is_a_loss() -> None:
    assert "loss" in failed(DropsAnswers)


class KnowsNoOrigin(DenialsCourier):
    """Attaches every lot as one without a contract."""

    async def origin(self, usage: Any) -> dict[str, str]:
        return {**await super().origin(usage), "contractNumber": "none"}


def test_a_wrong_link_in_a_chain_is_a_loss_and_a_phantom() -> None:
    found, _ = quick((ClaimsCourier, KnowsNoOrigin, BankCourier))
    assert found.verdict.outcome == "fail"
    assert {"loss", "phantoms"} <= set(outcomes(found))
    assert states(found, "P15")["billing.denial_evidence met"] == 0


def test_receivables_posted_twice_are_duplicates() -> None:
    said = failed(AppliesTwice)
    assert "duplicates" in said
    assert "consistency" in said


def test_an_interchange_that_comes_twice_is_taken_once() -> None:
    found, documents = serve((SendsTwice, DenialsCourier, BankCourier), PARTIES)
    assert found.verdict.outcome == "pass", outcomes(found)
    refused = [d for d in documents if b"~TA1*" in d.content and b"*R*025~" in d.content]
    assert len(refused) == len(effects(found, "billing.claim_batch"))


def _cents(amount: str) -> int:
    """Two places at most, as X12 writes dollars."""
    whole, _, fraction = amount.partition(".")
    cents = abs(int(whole or "0")) * 100 + int(f"{fraction:0<2}"[:2])
    return -cents if amount.startswith("-") else cents


def _plausible(hits: int, of: int, share: float) -> bool:
    """Whether a binomial draw this far out, on its side, is likelier than one in a million."""
    below, above = range(hits + 1), range(hits, of + 1)
    side = below if hits <= share * of else above
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in side) > 1e-6

"""Charges of acquired clinics (S06) arrive by message or file, and P14 judges what became of them.

The stand-in reads both with a few lines of its own, so that a mistake in the standards package
cannot cancel out.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pytest

from integration_under_test.boundary import (
    Busy,
    Document,
    Event,
    OutcomeUnknown,
    Ports,
    Rejected,
    Subscription,
    Throttled,
    Unavailable,
)
from mock_systems.standards.files import batch_file, charge_file
from scenarios.fault_plans import ROUGH_DAY
from sim.checkers.matching import match
from sim.checkers.reconciliation import final_differences
from sim.experiment.run import Judged, run
from sim.experiment.scenario import Scenario
from sim.experiment.spec import RunSpec
from sim.faults.fault import Fault
from sim.world.parties.clinics.codes import MAPPING
from tests.unit.mock_systems.standards.hl7.referee import parsed

WITH_CLINICS = Scenario(
    name="with_clinics",
    circumstance="C01",
    title="Two working days with two acquired clinics",
    first_day=date(2026, 4, 14),
    days=2,
    expects={"P14": 200},
    parameters={"outpatient_visits_per_bed_year": 4000.0},
    parties=("clinics",),
)


class OwnReader:
    """Posts every clinic's charges in S05 by the mapping that the clinic sent.

    It takes a document at once and works on it later: a file with a hundred charges takes longer
    than its sender waits for an answer.
    """

    subscriptions: tuple[Subscription, ...] = ()

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.maps: dict[str, dict[str, str]] = {}
        self.prefixes: dict[str, str] = {}
        self.refused: list[str] = []
        self.work: dict[str, asyncio.Task[None]] = {}

    async def start(self, ports: Ports) -> None:
        self.billing = ports.systems["billing"]

    async def on_event(self, event: Event) -> None: ...

    async def on_document(self, document: Document) -> None:
        self.documents.append(document)
        text = document.content.decode()
        if document.content_type.endswith("charge-map"):
            self.learn(document.sender, text)
        elif document.sender not in self.maps:
            raise Busy(600.0)
        elif document.id not in self.work:
            charges = message_charges(text) if text.startswith("\x0b") else file_charges(text)
            self.work[document.id] = asyncio.create_task(self.post_all(document.sender, charges))

    def learn(self, clinic: str, text: str) -> None:
        rows = [line.split("|") for line in text.splitlines()]
        self.prefixes[clinic] = next(row[1] for row in rows if row[0] == "ENC")
        self.maps[clinic] = {row[1]: row[3] for row in rows if row[0] == "MAP"}

    def code(self, clinic: str, own: str) -> str:
        return self.maps[clinic][own]

    async def post_all(self, clinic: str, charges: list[dict[str, Any]]) -> None:
        for charge in charges:
            for _attempt in range(600):
                if await self.posted(clinic, charge):
                    break
                await asyncio.sleep(60.0)

    async def posted(self, clinic: str, charge: dict[str, Any]) -> bool:
        """Whether there is nothing left to do for a charge."""
        reference = f"{clinic}/{charge['id']}"
        body = {
            "sourceReference": reference,
            "encounterId": self.prefixes[clinic] + charge["account"],
            "chargeCode": self.code(clinic, charge["code"]),
            "quantity": charge["quantity"],
            "serviceDate": charge["day"],
        }
        try:
            await self.billing.call("create_charge", body, idempotency_key=self.key(reference))
        except (Throttled, Unavailable, OutcomeUnknown):
            return False
        except Rejected as rejected:
            self.refused.append(rejected.code)
        return True

    def key(self, reference: str) -> str | None:
        return reference


class IgnoresMapping(OwnReader):
    """Takes the clinic's code for the group's."""

    def code(self, clinic: str, own: str) -> str:
        return own


class MixesClinics(OwnReader):
    """Keeps one mapping for all clinics: the last one wins."""

    def learn(self, clinic: str, text: str) -> None:
        super().learn(clinic, text)
        self.maps = dict.fromkeys((*self.maps,), self.maps[clinic])


class ForgetsKeys(OwnReader):
    """Repeats a call without saying that it is the same."""

    def key(self, reference: str) -> str | None:
        return None


def message_charges(text: str) -> list[dict[str, Any]]:
    segments = [line.split("|") for line in text.strip("\x0b\x1c\r").split("\r")]
    account = next(s[3].split("^")[0] for s in segments if s[0] == "PID")
    return [
        {
            "id": s[2],
            "account": account,
            "code": s[7].split("^")[0],
            "quantity": int(s[10]),
            "day": s[4],
        }
        for s in segments
        if s[0] == "FT1"
    ]


def file_charges(text: str) -> list[dict[str, Any]]:
    rows = [line.split("|") for line in text.splitlines()]
    assert rows[-1][:3] == ["TRL", rows[0][3], str(len(rows) - 2)]
    names = ("id", "account", "code", "quantity", "amount", "day")
    charges: list[dict[str, Any]] = [
        dict(zip(names, row[1:7], strict=True)) for row in rows if row[0] == "CHG"
    ]
    for charge in charges:
        charge["quantity"] = int(charge["quantity"])
    return charges


def judged(integration: OwnReader, faults: tuple[Fault, ...] = ()) -> Judged:
    return run(RunSpec(WITH_CLINICS, "stand-in", faults=faults), integration, None)


def obligations(result: Judged) -> pd.DataFrame:
    found = match(result.history).obligations
    return found[found["flow"].astype(str) == "P14"]


def differences_minor(result: Judged) -> pd.Series:
    """By charge: what the clinics are owed less what stands in S05."""
    found = final_differences(result.history.whole)
    return found[found["pair"] == "clinics>billing"]["net_minor"]


def outcome(result: Judged, name: str) -> str:
    return next(each.outcome for each in result.verdict.findings if each.checker == name)


@pytest.fixture(scope="module")
def sound() -> tuple[OwnReader, Judged]:
    integration = OwnReader()
    return integration, judged(integration)


def test_a_reader_of_the_documents_meets_every_obligation(
    sound: tuple[OwnReader, Judged],
) -> None:
    integration, result = sound
    found = obligations(result)
    assert set(found["state"]) == {"met"}
    assert not [gap for gap in result.verdict.gaps if "P14" in gap]
    assert set(found["business_key"].astype(str).str.partition("/")[0]) == {"CLINIC1", "CLINIC2"}
    assert integration.refused == []
    assert result.recorded.quiescent
    assert outcome(result, "phantoms") == outcome(result, "duplicates") == "pass"


def test_what_was_charged_is_what_was_owed_in_money(sound: tuple[OwnReader, Judged]) -> None:
    differences = differences_minor(sound[1])
    assert len(differences) == len(obligations(sound[1]))
    assert not differences.any()


def test_every_document_passes_a_strict_reader(sound: tuple[OwnReader, Judged]) -> None:
    kinds: Counter[str] = Counter()
    for document in sound[0].documents:
        kinds[document.content_type] += 1
        text = document.content.decode()
        if document.content_type.startswith("application/hl7"):
            assert text.startswith("\x0b")
            assert text.endswith("\x1c\r")
            parsed(text[1:-2])
        elif document.content_type.endswith("charge-map"):
            batch_file.read(MAPPING, text)
        else:
            charge_file.read(text)
    assert kinds["text/plain;layout=charge-map"] == kinds["text/plain;layout=charge"] == 2
    assert kinds["application/hl7-v2+mllp"] > 20


def test_no_document_tells_a_person(sound: tuple[OwnReader, Judged]) -> None:
    """A pseudonymous account number with a pseudo-name; PID has nothing else."""
    for document in sound[0].documents:
        for line in document.content.decode().split("\r"):
            if line.startswith("PID"):
                filled = {n for n, field in enumerate(line.split("|")) if field and n}
                assert filled == {1, 3, 5, 18}
                assert line.split("|")[5] == "^^^^^^S"


def test_who_ignores_the_mapping_loses_every_charge() -> None:
    integration = IgnoresMapping()
    result = judged(integration)
    assert set(obligations(result)["state"]) == {"lost_silent"}
    assert set(integration.refused) == {"UNKNOWN_CHARGE_CODE"}
    assert (differences_minor(result) > 0).all()


def test_who_mixes_the_clinics_charges_the_wrong_amounts() -> None:
    result = judged(MixesClinics())
    assert set(obligations(result)["state"]) == {"met"}
    assert differences_minor(result).any()


def test_a_document_without_answer_comes_again_unchanged_and_is_charged_once() -> None:
    integration = OwnReader()
    result = judged(integration, ROUGH_DAY)
    assert set(obligations(result)["state"]) <= {"met", "late"}
    assert outcome(result, "duplicates") == "pass"
    assert not differences_minor(result).any()
    contents: dict[str, set[bytes]] = {}
    for document in integration.documents:
        contents.setdefault(document.id, set()).add(document.content)
    assert len(integration.documents) > len(contents), "the plan loses answers"
    assert {len(found) for found in contents.values()} == {1}


def test_who_forgets_the_key_of_a_repeated_call_charges_twice() -> None:
    assert outcome(judged(ForgetsKeys(), ROUGH_DAY), "duplicates") == "fail"

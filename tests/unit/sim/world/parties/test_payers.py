"""S12 at its mailbox: what the clearinghouse takes, refuses, answers, pays, and when (P10)."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from integration_under_test.boundary import Document
from mock_systems.billing.claim_files import provider_npi
from mock_systems.service import Effect
from mock_systems.standards.x12 import claim_institutional, claim_status, remittance
from mock_systems.standards.x12.acknowledgement import ACKNOWLEDGEMENT_999
from mock_systems.standards.x12.claim_institutional import InstitutionalClaim
from mock_systems.standards.x12.claim_parts import Organisation
from mock_systems.standards.x12.envelope import Envelope, Partner
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.remittance_advice import imbalances
from sim.clock.tempo import Tempo
from sim.streams import Streams
from sim.world.agenda import Agenda
from sim.world.calendar import DAY_S, HOUR_S, Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.offers import Decision, Deposit
from sim.world.parties.party import Place
from sim.world.parties.payers.adjudication import Adjudication
from sim.world.parties.payers.claims import Claim, Line, filed, packed, unpacked
from sim.world.parties.payers.payers import Payers
from sim.world.site import Site
from tests.unit.mock_systems.standards.x12.health_samples import HEADING, INSTITUTIONAL_CLAIM
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

MAILBOX, GROUP = "CLEARHOUSE", "HOSPGROUP"
FIRST_DAY = date(2026, 4, 14)
BATCH = "CB-00000001"
CALM = {"claim_reject_share": 0.0, "initial_denial_share": 0.0, "takeback_share": 0.0}


@lru_cache
def enterprise() -> Enterprise:
    return build_enterprise(Streams(7), load_parameters({}), 0.02, Calendar(FIRST_DAY))


@dataclass
class Clock:
    env: simpy.Environment = field(default_factory=simpy.Environment)
    tempo: Tempo = field(default_factory=Tempo)

    def now_s(self) -> float:
        return float(self.env.now)


class Town:
    """The party alone, with what it posted, recorded, deposited."""

    def __init__(self, **parameters: float) -> None:
        clock = Clock()
        self.env = clock.env
        self.posted: list[tuple[float, str]] = []
        self.recorded: list[tuple[str, Effect]] = []
        self.deposits: list[Deposit] = []
        self.decisions: list[Decision] = []
        self.site = Site(
            clock,
            Streams(7),
            enterprise(),
            Calendar(FIRST_DAY),
            load_parameters({**CALM, **parameters}),
            Desk({}),
            lambda *_: None,
        )
        self.site.offers.deposits.take(_kept(self.deposits))
        self.site.offers.decisions.take(_kept(self.decisions))
        agenda = Agenda(self.env, 0.0)
        agenda.stop_demand_at_s = 60 * DAY_S
        self.party = Payers(Place(self.site, agenda, self._post, self._record))
        self.party.start()

    def release(self, *claims: InstitutionalClaim, batch: str = BATCH, submission: int = 1) -> None:
        told = [(claim.account, submission, claim.charge_minor) for claim in claims]
        facts = {"payer": "PAY-MCR", "claims": told}
        self.party.on_effect("billing", Effect("billing.claim_batch", batch, facts=facts))

    def send(self, text: str, content_type: str = "application/edi-x12") -> str:
        document = Document("d-1", GROUP, content_type, text.encode("latin-1"))
        return self.party.accept(MAILBOX, document)

    def keys(self, kind: str) -> list[str]:
        return [effect.key for _, effect in self.recorded if effect.kind == kind]

    def texts(self, kind: str) -> list[str]:
        return [text for _, text in self.posted if f"~{kind}*" in text]

    def _post(self, mailbox: str, document: Document) -> None:
        assert mailbox == MAILBOX
        self.posted.append((self.env.now, document.content.decode("ascii")))

    def _record(self, book: str, caller: str, effect: Effect) -> None:
        assert book == "payers"
        self.recorded.append((caller, effect))


def _kept(things: list[Any]) -> Callable[[Any], bool]:
    def keep(thing: Any) -> bool:
        things.append(thing)
        return True

    return keep


def claim(account: str = "CL-00000001", payer: str = "PAY-MCR") -> InstitutionalClaim:
    return replace(INSTITUTIONAL_CLAIM, account=account, payer=Organisation("PAYER", payer))


def interchange(*claims: InstitutionalClaim, control: int = 1, batch: str = BATCH) -> str:
    """An 837 of the first hospital."""
    npi = provider_npi(enterprise().facilities[0].gln)
    heading = replace(HEADING, reference=batch, provider=replace(HEADING.provider, npi=npi))
    ends = (Partner(GROUP), Partner(MAILBOX))
    sent = Envelope(*ends, datetime(2026, 4, 14, 7, tzinfo=UTC), control)
    return claim_institutional.build(claim_institutional.InstitutionalClaims(heading, claims), sent)


def test_a_sound_batch_is_acknowledged_within_the_hour_and_answered_within_two_days() -> None:
    town = Town()
    town.release(claim())
    assert town.keys("payers.claim_expected") == ["CL-00000001/1"]
    assert town.send(interchange(claim())) == ""
    town.env.run(HOUR_S)
    ((_, text),) = town.posted
    ((answer,),) = [one.sets for one in accepted(text, ACKNOWLEDGEMENT_999)]
    assert answer.status == "A"
    assert town.keys("payers.claim_received") == ["CL-00000001/1"]
    town.env.run(2 * DAY_S)
    (report,) = claim_status.read(town.texts("ST*277")[0])
    assert (report.batch, report.claims[0].category) == (BATCH, "A2")
    assert town.keys("payers.claim_status") == ["CL-00000001/1/accepted"]


def test_medicare_pays_not_before_the_fourteenth_day_and_the_remittance_balances() -> None:
    town = Town()
    town.release(claim())
    town.send(interchange(claim()))
    town.env.run(14 * DAY_S)
    assert town.texts("ST*835") == []
    town.env.run(30 * DAY_S)
    (text,) = town.texts("ST*835")
    assert envelope_errors(text) == []
    (paid,) = remittance.read(text)
    assert list(imbalances(paid)) == []
    (deposit,) = town.deposits
    assert (deposit.trace, deposit.amount_minor) == (paid.payment.trace, paid.payment.amount_minor)
    lines = town.keys("payers.remittance_line")
    assert lines == [f"PAY-MCR/{deposit.trace}/CL-00000001/{n}/1" for n in (1, 2)]


def test_a_rejected_claim_is_never_paid() -> None:
    town = Town(claim_reject_share=1.0)
    town.release(claim())
    town.send(interchange(claim()))
    town.env.run(40 * DAY_S)
    assert town.keys("payers.claim_status") == ["CL-00000001/1/rejected"]
    assert town.texts("ST*835") == []


def test_the_same_interchange_again_gets_a_ta1_and_changes_nothing() -> None:
    town = Town()
    town.release(claim())
    for _ in range(2):
        assert town.send(interchange(claim())) == ""
    town.env.run(30 * DAY_S)
    assert len(town.texts("TA1")) == 1
    assert "*R*025~" in town.texts("TA1")[0]
    assert town.keys("payers.claim_received") == ["CL-00000001/1"]
    assert len(town.texts("ST*835")) == 1


def test_the_same_claims_under_another_number_are_turned_away_as_duplicates() -> None:
    town = Town()
    town.release(claim())
    town.send(interchange(claim()))
    town.env.run(HOUR_S)
    town.send(interchange(claim(), control=2))
    town.env.run(30 * DAY_S)
    reports = [claim_status.read(text)[0].claims[0] for text in town.texts("ST*277")]
    assert sorted((one.category, one.status) for one in reports) == [("A2", "20"), ("A3", "54")]
    assert town.keys("payers.claim_status") == ["CL-00000001/1/accepted"]
    assert len(town.texts("ST*835")) == 1


def test_a_claim_that_nobody_released_is_booked_under_its_own_key_and_turned_away() -> None:
    town = Town()
    town.send(interchange(claim()))
    town.env.run(30 * DAY_S)
    assert town.keys("payers.claim_received") == ["CL-00000001/0"]
    assert town.keys("payers.claim_status") == []
    assert town.texts("ST*835") == []


def test_a_claim_of_an_unknown_payer_or_hospital_is_turned_away() -> None:
    town = Town()
    strange = claim("CL-00000002", "PAY-XYZ")
    town.release(claim(), strange)
    npi = provider_npi(enterprise().facilities[0].gln)
    town.send(interchange(strange))
    town.send(interchange(claim(), control=2).replace(npi, HEADING.provider.npi))
    town.env.run(40 * DAY_S)
    reports = [claim_status.read(text)[0].claims[0] for text in town.texts("ST*277")]
    assert [(one.category, one.status) for one in reports] == [("A3", "33")] * 2
    assert town.texts("ST*835") == []


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text.replace("CLM*CL-00000001*7600.05", "CLM*CL-00000001*7600.06"),
        lambda text: text.replace("SE*", "SE*9"),
        lambda text: text.replace("005010X223A2", "005010X999A9"),
    ],
)
def test_a_malformed_batch_gets_the_standards_own_answer_and_changes_nothing(
    spoilt: Callable[[str], str],
) -> None:
    town = Town()
    town.release(claim())
    text = spoilt(interchange(claim()))
    assert text != interchange(claim())
    assert town.send(text) == ""
    town.env.run(30 * DAY_S)
    ((_, answer),) = town.posted
    assert "~ST*999*" in answer or "~TA1*" in answer
    assert "*A~" not in answer
    assert town.keys("payers.claim_received") == []


def test_the_mailbox_refuses_what_it_cannot_answer() -> None:
    town = Town()
    assert "expected application/edi-x12" in town.send(interchange(claim()), "text/plain")
    assert "nobody could be answered" in town.send("no interchange at all")
    astray = interchange(claim()).replace("CLEARHOUSE     ", "SOMEBODY       ")
    assert "the interchange is for SOMEBODY" in town.send(astray)
    town.env.run(DAY_S)
    assert town.posted == []


def test_a_takeback_mirrors_its_original_and_what_is_owed_is_carried_forward() -> None:
    town = Town(takeback_share=1.0, takeback_after_d=1.0)
    town.release(claim())
    town.send(interchange(claim()))
    town.env.run(40 * DAY_S)
    first, second = (remittance.read(text)[0] for text in town.texts("ST*835"))
    back, again = second.claims
    assert (back.status, back.paid_minor) == ("22", -first.claims[0].paid_minor)
    assert 0 < again.paid_minor < first.claims[0].paid_minor
    assert list(imbalances(second)) == []
    assert (second.payment.method, second.payment.amount_minor) == ("NON", 0)
    assert [one.reason for one in second.adjustments] == ["FB"]
    assert len(town.deposits) == 1
    assert [key.rsplit("/", 2)[1:] for key in town.keys("payers.takeback")] == [
        ["1", "1"],
        ["2", "1"],
    ]


def test_a_won_appeal_reverses_the_denial_and_pays() -> None:
    shares = {"initial_denial_share": 1.0, "denial_overturn_share": 1.0, "appeal_decision_d": 2.0}
    town = Town(**shares)
    town.release(claim())
    town.send(interchange(claim()))
    town.env.run(20 * DAY_S)
    facts = {"status": "appealed", "claim": "CL-00000001"}
    town.party.on_effect("billing", Effect("billing.appeal", "DN-00000001/1", facts=facts))
    town.env.run(40 * DAY_S)
    assert town.decisions == [Decision("DN-00000001", "overturned")]
    first, second = (remittance.read(text)[0] for text in town.texts("ST*835"))
    back, again = second.claims
    assert (back.status, again.status) == ("22", "1")
    assert again.paid_minor > first.claims[0].paid_minor == -back.paid_minor


def test_denials_take_the_calibrated_share_of_dollars() -> None:
    town = Town(initial_denial_share=0.118)
    adjudication = Adjudication(town.site)
    billed = denied = 0
    for n in range(4_000):
        one = _filed(f"CL-{n:08d}")
        for line in adjudication.decide(one, "first"):
            billed += line.line.charge_minor
            denied += line.line.charge_minor if line.denied else 0
    assert 0.1 < denied / billed < 0.15


def test_every_line_balances_in_every_round() -> None:
    adjudication = Adjudication(Town(initial_denial_share=0.5).site)
    for n in range(200):
        for round_ in ("first", "appeal", "review"):
            for line in adjudication.decide(_filed(f"CL-{n:08d}"), round_):
                adjusted = sum(one.amount_minor for one in line.adjustments)
                assert line.line.charge_minor - adjusted == line.paid_minor >= 0


def _filed(account: str) -> Claim:
    return filed(claim(account), 1, "1234567893", "ICN1")


@given(
    st.builds(
        Claim,
        *(st.text(max_size=9), st.integers(0, 9), *[st.text(max_size=9)] * 6),
        st.tuples(st.dates(), st.dates()),
        st.lists(
            st.builds(
                Line,
                *(st.integers(1, 999), st.integers(0, 10**9), st.integers(1, 99), st.dates()),
                *[st.text(max_size=9)] * 2,
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_a_claim_waits_on_disk_as_it_came(claim: Claim) -> None:
    assert unpacked(marshal.loads(marshal.dumps(packed(claim)))) == claim

"""P05 in whole runs of the plain reference: suppliers that take orders by EDI."""

from __future__ import annotations

from dataclasses import dataclass, replace

from integration_under_test.boundary import Document, Partner, Ports
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.world.origins import Origins
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged
from tests.referees.documents import errors, kind_of

PARTY = ("edi_suppliers",)
DAYS = 6
ERP_ORDERS = Origins(orders="erp")


def require_heard(found: Judged) -> None:
    """Each order arrived once, everything that came back is in procurement."""
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert found.recorded.quiescent
    expected = effects(found, "suppliers.order_expected")
    assert effects(found, "suppliers.order_received") == expected
    met = states(found, "P05") + states(found, "P07")
    assert met["suppliers.order_received met"] == expected.total()
    assert (
        met["procurement.acknowledgement met"]
        == effects(found, "suppliers.acknowledgement").total()
    )
    assert met["procurement.ship_notice met"] == effects(found, "suppliers.ship_notice").total()
    by_edi = effects(found, "suppliers.invoice")
    assert by_edi.keys() <= effects(found, "procurement.invoice").keys()


def test_an_edi_supplier_gets_each_order_once_and_is_heard() -> None:
    found = judged(PARTY, days=DAYS)
    require_heard(found)
    received = effects(found, "suppliers.order_received")
    assert received.keys() < effects(found, "procurement.order").keys()
    met = states(found, "P05") + states(found, "P07")
    assert met["procurement.acknowledgement met"] > 40
    assert met["procurement.ship_notice met"] > 20
    assert met["procurement.invoice met"] > 15


def test_a_supplier_that_answers_by_telephone_is_an_alert_until_its_goods_come() -> None:
    told = judged(PARTY, days=DAYS).history.integration
    silent = told[told["agg_id"] == "order_unanswered"]
    raised, cleared = (silent[silent["f"] == f] for f in ("alert_raised", "alert_cleared"))
    assert set(cleared["detail"]) == {"goods have come"}
    assert sorted(raised["effect_key"]) == sorted(cleared["effect_key"])


def test_lost_and_repeated_documents_do_no_harm() -> None:
    found = judged(PARTY, faults="rough_day")
    require_heard(found)
    crossed = found.history.deliveries
    crossed = crossed[crossed["f"] == "application/edi-x12"]
    sent = crossed["source"] == "integration"
    assert crossed[sent]["event_id"].duplicated().any()


def test_an_order_of_the_erp_reaches_its_supplier_once() -> None:
    found = judged(PARTY, days=DAYS, faults="rough_day", origins=ERP_ORDERS)
    require_heard(found)
    received = effects(found, "suppliers.order_received")
    assert 20 < len(received.keys() & effects(found, "erp.order").keys()) == len(received)


@dataclass
class Copied:
    """A mailbox whose letters are copied."""

    mailbox: Partner
    letters: list[Document]

    async def send(self, document: Document) -> None:
        self.letters.append(document)
        await self.mailbox.send(document)


class Witnessed(Reference):
    """The reference with copies of all that it sends."""

    def __init__(self) -> None:
        self.letters: list[Document] = []

    async def start(self, ports: Ports) -> None:
        partners = {name: Copied(box, self.letters) for name, box in ports.partners.items()}
        await super().start(replace(ports, partners=partners))


def test_referees_find_no_fault_in_what_suppliers_get() -> None:
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.02, parties=PARTY))
    witnessed = Witnessed()
    run(spec, witnessed, None)
    assert {kind_of(letter) for letter in witnessed.letters} == {"850", "997"}
    assert [error for letter in witnessed.letters for error in errors(letter, False)] == []

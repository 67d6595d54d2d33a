"""S09 and P05, P07 in whole runs: orders leave as 850; 997, 855, 856, 810 come back.

The courier has a writer and a reader of its own: the two sides of a wire share no code. What the
suppliers send is judged by a grammar that is not theirs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.edi import EdiCourier
from tests.couriers.house import Courier, House, effects, outcomes, serve, states
from tests.couriers.substitution import SubstitutionCourier
from tests.couriers.x12 import Received, named, read
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

PARTY = ("edi_suppliers",)
DAYS = 6
LAST_DAY = "20260417"
"""Half a week before the end, so that even late papers are booked."""
SOUND = (EdiCourier, SubstitutionCourier)


class SendsTwice(EdiCourier):
    """As after a time-out, but under a new control number."""

    copies = 2


class DropsInvoices(EdiCourier):
    """Confirms an 810 and leaves it at that."""

    async def invoice(self, received: Received) -> None:
        return


class CountsCartons(EdiCourier):
    """Enters a shipping notice as one unit of each line."""

    async def enter(self, operation: str, body: dict[str, Any]) -> None:
        if operation == "record_ship_notice":
            body["lines"] = [{**line, "quantity": 1} for line in body["lines"]]
        await super().enter(operation, body)


@lru_cache
def once_more(faults: str = "none", arm: str = "direct") -> Judged:
    """Two days with a fault plan, or on the other arm."""
    spec = build_spec(RunRequest("ordinary_day", "reference", faults=faults, arm=arm))
    scenario = replace(spec.scenario, parties=PARTY)
    house = type("Housed", (House,), {"kinds": SOUND})()
    return run(replace(spec, scenario=scenario), house, None)


def test_a_desk_that_speaks_edi_passes() -> None:
    found, _ = serve(SOUND, PARTY, days=DAYS)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    met = states(found, "P05") + states(found, "P07")
    assert met["procurement.acknowledgement met"] > 40
    assert met["procurement.ship_notice met"] > 20
    assert met["procurement.invoice met"] > 15


def test_each_order_of_an_edi_supplier_is_received_once() -> None:
    found, _ = serve(SOUND, PARTY, days=DAYS)
    expected = effects(found, "suppliers.order_expected")
    assert effects(found, "suppliers.order_received") == expected
    assert expected.keys() < effects(found, "procurement.order").keys()


def test_what_the_suppliers_acknowledge_the_suite_records() -> None:
    found, _ = serve(SOUND, PARTY, days=DAYS)
    said = effects(found, "suppliers.acknowledgement")
    recorded = effects(found, "procurement.acknowledgement")
    assert Counter(key.partition("/")[0] for key in recorded.elements()) == said
    assert 0 < sum(said.values()) <= effects(found, "suppliers.order_received").total()


def test_a_bill_comes_by_edi_or_over_the_portal_never_both() -> None:
    found, _ = serve(SOUND, PARTY, days=DAYS)
    rows = found.history.effects
    entered = rows[rows["f"] == "procurement.invoice"]
    by_edi = set(entered[entered["process"] == "integration"]["effect_key"].astype(str))
    assert by_edi == set(effects(found, "suppliers.invoice"))
    assert len(by_edi) < len(entered) == entered["effect_key"].nunique()


def test_what_was_announced_is_what_the_dock_books() -> None:
    """Of all that was expected while the docks were still open in this run."""
    found, received = serve(SOUND, PARTY, days=DAYS)
    notices = [read(document.content) for document in received if b"~ST*856*" in document.content]
    lots = {
        segment.pair("LT", 2)
        for notice in notices
        if any(when.at(2) <= LAST_DAY for when in named(notice, "DTM") if when.at(1) == "017")
        for segment in named(notice, "LIN")
    } - {""}
    stock = effects(found, "inventory.movement")
    assert len(lots) > 20
    assert lots <= {key.rpartition("/")[2] for key in stock}


def test_every_document_of_the_suppliers_satisfies_the_grammar() -> None:
    _, received = serve(SOUND, PARTY, days=DAYS)
    texts = [document.content.decode("ascii") for document in received]
    assert {text.partition("~ST*")[2][:3] for text in texts} == {"855", "997", "856", "810"}
    for text in texts:
        assert body_errors(text) == []
        assert envelope_errors(text) == []


def test_an_integration_that_ignores_the_partners_loses_their_orders_and_bills() -> None:
    found, _ = serve((), PARTY)
    assert outcomes(found)["loss"].startswith("fail")
    assert not effects(found, "suppliers.order_received")
    assert states(found, "P05")["procurement.ship_notice lost_silent"] > 0


def broken(courier: type[Courier]) -> tuple[Judged, set[tuple[str, str]]]:
    """The run of a broken courier: (checker, flow) of the evidence."""
    found, _ = serve((courier, SubstitutionCourier), PARTY, days=DAYS)
    failed = [finding for finding in found.verdict.findings if finding.outcome == "fail"]
    return found, {(f.checker, evidence.flow) for f in failed for evidence in f.evidence}


def test_invoices_that_are_confirmed_and_dropped_are_lost() -> None:
    found, evidence = broken(DropsInvoices)
    assert ("loss", "P07") in evidence
    assert not states(found, "P07")["procurement.invoice met"]


def test_a_notice_with_other_quantities_is_a_variance() -> None:
    found, evidence = broken(CountsCartons)
    assert ("variance", "P05") in evidence
    assert found.verdict.outcome == "fail"


def test_an_order_sent_twice_is_a_duplicate_and_answered_twice() -> None:
    found, _ = serve((SendsTwice, SubstitutionCourier), PARTY)
    assert outcomes(found)["duplicates"].startswith("fail")
    assert set(effects(found, "suppliers.order_received").values()) == {2}
    assert set(effects(found, "suppliers.acknowledgement").values()) == {2}


def test_lost_and_repeated_documents_do_no_harm() -> None:
    found = once_more(faults="rough_day")
    assert found.verdict.outcome == "pass", outcomes(found)
    crossed = found.history.deliveries
    crossed = crossed[crossed["f"] == "application/edi-x12"]
    sent = crossed["source"] == "integration"
    assert crossed[sent]["event_id"].duplicated().any()
    assert (crossed[~sent]["outcome"] == "info").any()


def test_direct_and_asgi_give_the_same_history() -> None:
    asgi = once_more(arm="asgi")
    assert asgi.recorded.history_hash == once_more().recorded.history_hash


def test_without_the_party_nobody_owes_an_order_to_a_supplier() -> None:
    found, _ = serve((), ())
    assert found.verdict.outcome == "pass", outcomes(found)
    assert not effects(found, "suppliers.order_expected")

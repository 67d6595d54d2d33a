"""What every route must keep: what comes today is taken tomorrow, by a handler that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration.documents import (
    BETWEEN,
    ROUTES,
    DocumentFlow,
    flow_of,
)
from integration_under_test.reference.orchestration.flows import FLOWS
from integration_under_test.reference.orchestration.reference_data import USED_BY
from integration_under_test.reference.policies import FLOW_OWNERS
from integration_under_test.reference.releases.finding import Finding, Subject, one_of
from integration_under_test.reference.releases.table import Table

REMEDY = "name the built-in route whose handler reads it, or leave the row out"


def events_keep_their_handlers(subject: Subject) -> Iterator[Finding]:
    """Every subscribed event has a route, to a handler that was written for its shape."""
    told = subject.release.all_rows(FLOWS.name)
    for type_ in FLOWS.built_in:
        if type_ not in told:
            yield _finding(FLOWS, type_, "a route", "none", "we subscribe to it, so it comes")
    for type_, name in told.items():
        built_in = FLOWS.built_in.get(type_)
        if built_in is None:
            why = "nobody subscribes to it, so it never comes"
            yield _finding(FLOWS, type_, one_of(FLOWS.built_in), type_, why)
        elif name not in FLOWS.built_in or FLOWS.built_in[name].plan != built_in.plan:
            why = "its handler reads events of another shape"
            yield _finding(FLOWS, type_, "the handler of such events", name, why)


def documents_keep_their_handlers(_: Subject) -> Iterator[Finding]:
    """An example of each document that we take finds the handler that it had, whatever new row
    stands before it."""
    for name, flow in ROUTES.built_in.items():
        found = flow_of(_example(flow))
        if found is None or found.plan != flow.plan:
            got = f"{found.kind}{BETWEEN}{found.sender}" if found else "none"
            why = "such documents come today, and another row takes them, or none"
            yield _finding(ROUTES, name, name, got, why)


def new_routes_lead_somewhere(subject: Subject) -> Iterator[Finding]:
    """A new row names a sender, and a built-in route whose handler reads documents of its kind."""
    for name, target in subject.release.all_rows(ROUTES.name).items():
        kind, _, sender = name.partition(BETWEEN)
        if not kind or not sender:
            expected = f"KIND{BETWEEN}SENDER"
            yield _finding(ROUTES, name, expected, name, "documents are known by both")
        elif target not in ROUTES.built_in:
            yield _finding(ROUTES, name, one_of(ROUTES.built_in), target, "there is no such route")
        elif ROUTES.built_in[target].kind != kind:
            why = f"its handler reads {ROUTES.built_in[target].kind}"
            yield _finding(ROUTES, name, f"a route for {kind}", target, why)


def reference_data_reaches_its_users(_: Subject) -> Iterator[Finding]:
    """Each kind reaches all who have it today, by commands that carry it."""
    carriers = {kind for kinds in USED_BY.built_in.values() for kind in kinds}
    for name, needed in USED_BY.built_in.items():
        for missing in [kind for kind in needed if kind not in USED_BY.get(name, ())]:
            yield _finding(USED_BY, name, missing, str(USED_BY.get(name)), "its system uses it")
    for name, kinds in USED_BY.items():
        if name not in USED_BY.built_in:
            why = "the ERP publishes no such kind"
            yield _finding(USED_BY, name, one_of(USED_BY.built_in), name, why)
        for kind in [kind for kind in kinds if kind not in carriers]:
            yield _finding(USED_BY, name, one_of(carriers), kind, "no other carries reference data")


def flows_have_owners(_: Subject) -> Iterator[Finding]:
    """Somebody answers for every flow that a route or a command belongs to."""
    flows = {flow.id for flow in FLOWS.values()} | {flow.id for flow in ROUTES.values()}
    flows |= {kind.flow for kind in COMMANDS.values()}
    for flow in sorted(flow for flow in flows if not FLOW_OWNERS.get(flow)):
        why = "its exceptions would be nobody's"
        yield _finding(FLOW_OWNERS, flow, "the desk that answers for it", "none", why)


CHECKS = (
    events_keep_their_handlers,
    documents_keep_their_handlers,
    new_routes_lead_somewhere,
    reference_data_reaches_its_users,
    flows_have_owners,
)


def _example(flow: DocumentFlow) -> Received:
    """A document that fits the row's patterns."""
    kind, sender = (text.replace("[0-9]", "1").replace("*", "0") for text in flow[1:3])
    return Received(sender, kind, "1", None)


def _finding(table: Table[Any], key: str, expected: str, got: object, why: str) -> Finding:
    return Finding(table.name, key, expected, str(got), why, REMEDY)

"""The contract tests: what each of the three sets must pass before a release can be promoted.

    findings = contract_findings(Subject(release, crosswalk, settings))

They look at the tables as the integration will: through its own readers, under the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from integration_under_test.reference.mediation.procurement import supplier_requests
from integration_under_test.reference.mediation.procurement.price_corrections import SIGNS
from integration_under_test.reference.mediation.supplier_risk.screenings import CLEAR
from integration_under_test.reference.observability.slas import DEADLINES_S
from integration_under_test.reference.orchestration.reference_data import USED_BY
from integration_under_test.reference.policies import WAITS
from integration_under_test.reference.releases import (
    mapping_contracts,
    policy_contracts,
    route_contracts,
)
from integration_under_test.reference.releases.finding import Finding, Subject
from integration_under_test.reference.releases.table import under

SHAPES: Mapping[str, tuple[type, ...]] = {
    CLEAR.name: (bool,),
    supplier_requests.CLEAR.name: (bool,),
    SIGNS.name: (int,),
    USED_BY.name: (list, tuple),
    WAITS.name: (int, float),
    DEADLINES_S.name: (int, float),
}
"""Table -> what its values are; they are texts where nothing else is said."""

CHECKS = (*mapping_contracts.CHECKS, *route_contracts.CHECKS, *policy_contracts.CHECKS)


def contract_findings(subject: Subject) -> list[Finding]:
    """Everything that is wrong, in the order of the checks; of values of a wrong shape only that.
    The first release has nothing."""
    if misshapen := list(_misshapen(subject)):
        return misshapen
    with under(subject.release):
        found = [finding for check in CHECKS for finding in check(subject)]
    return [*_changes_nothing(subject), *found]


def _misshapen(subject: Subject) -> Iterator[Finding]:
    for table, rows in subject.release.told.items():
        shapes = SHAPES.get(table, (str,))
        for key, value in rows.items():
            is_flag = isinstance(value, bool) and bool not in shapes
            if value in ("", []) or is_flag or not isinstance(value, shapes):
                expected = " or ".join(shape.__name__ for shape in shapes)
                why, remedy = "its readers can read nothing else", "state the row anew"
                yield Finding(table, key, expected, repr(value), why, remedy)


def _changes_nothing(subject: Subject) -> list[Finding]:
    release = subject.release
    if release.parent and not any(release.changes.values()):
        remedy = "state what is to be changed"
        return [Finding("", "", "a changed row", "none", "it is its parent again", remedy)]
    return []

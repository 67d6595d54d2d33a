"""Claims, with the reports on them, as varied as their models allow."""

from __future__ import annotations

from hypothesis import strategies as st

from mock_systems.standards.x12 import claim_status
from mock_systems.standards.x12.claim_institutional import (
    Admission,
    InstitutionalClaim,
    InstitutionalClaims,
    InstitutionalLine,
)
from mock_systems.standards.x12.claim_parts import (
    FILING_CODES,
    Address,
    BillingProvider,
    Heading,
    Organisation,
    Physician,
    Procedure,
    Subscriber,
)
from mock_systems.standards.x12.claim_professional import (
    ProfessionalClaim,
    ProfessionalClaims,
    ProfessionalLine,
)
from mock_systems.standards.x12.claim_status import ClaimStatus, ClaimStatusReport
from tests.unit.mock_systems.standards.x12.strategies import (
    charges,
    dates,
    digits,
    maybe,
    npis,
    or_empty,
    quantities,
    ranges,
    some,
    times,
    words,
)

organisations = st.builds(Organisation, words(60), words(20, 2))
addresses = st.builds(Address, words(55), words(30, 2), st.sampled_from(("IL", "NY")), digits(9))
procedures = st.builds(
    Procedure,
    st.sampled_from(("C1713", "C1776", "G0463", "J0120")),
    st.lists(st.sampled_from(("25", "LT", "RT", "59")), max_size=4).map(tuple),
)
headings = st.builds(
    Heading,
    words(30),
    dates,
    times,
    organisations,
    words(60),
    digits(10),
    organisations,
    st.builds(BillingProvider, words(60), npis, digits(9), addresses),
)
subscribers = st.builds(
    Subscriber,
    words(60),
    or_empty(words(35)),
    words(20, 2),
    addresses,
    dates,
    st.sampled_from("FMU"),
    st.sampled_from(FILING_CODES),
    or_empty(words(30)),
)
physicians = st.builds(Physician, words(60), or_empty(words(35)), npis)
diagnoses = st.sampled_from(("I10", "E119", "M1711", "J069"))
institutional_lines = st.builds(
    InstitutionalLine,
    st.sampled_from(("0120", "0278", "0360")),
    charges,
    quantities,
    dates,
    maybe(procedures),
    or_empty(words(30)),
)
institutional_claims = st.builds(
    InstitutionalClaim,
    words(20),
    subscribers,
    organisations,
    ranges,
    diagnoses,
    physicians,
    some(institutional_lines),
    st.sampled_from(("11", "13")),
    st.sampled_from("178"),
    maybe(st.builds(Admission, dates, times)),
    payer_claim=or_empty(words(30)),
    authorisation=or_empty(words(30)),
    admitting_diagnosis=or_empty(diagnoses),
    drg=or_empty(digits(3)),
    other_diagnoses=st.lists(diagnoses, max_size=24).map(tuple),
)
claims_i = st.builds(InstitutionalClaims, headings, some(institutional_claims))
professional_lines = st.builds(
    ProfessionalLine,
    procedures,
    charges,
    quantities,
    dates,
    st.lists(st.integers(1, 2), min_size=1, max_size=4).map(tuple),
    or_empty(words(30)),
)
professional_claims = st.builds(
    ProfessionalClaim,
    words(20),
    subscribers,
    organisations,
    st.lists(diagnoses, min_size=2, max_size=12).map(tuple),
    some(professional_lines),
    st.sampled_from(("11", "22")),
    st.sampled_from("178"),
    maybe(physicians),
    or_empty(words(30)),
    or_empty(words(30)),
)
claims_p = st.builds(ProfessionalClaims, headings, some(professional_claims))

_categories = st.sampled_from((*claim_status.ACCEPTED, *claim_status.REJECTED))
_entities = or_empty(st.sampled_from(("85", "IL", "QC")))  # pyx12's list for STC10 has no PR
statuses = st.builds(
    ClaimStatus,
    words(20),
    words(60),
    or_empty(words(35)),
    words(20, 2),
    _categories,
    st.sampled_from(("20", "562", "164")),
    dates,
    charges,
    ranges,
    or_empty(st.sampled_from(claim_status.ENTITIES)),
    maybe(st.tuples(_categories, st.sampled_from(("21", "562")), _entities)),
    or_empty(words(30)),
    or_empty(digits(3)),
)
status_reports = st.builds(
    ClaimStatusReport,
    words(30),
    dates,
    times,
    organisations,
    organisations,
    words(30),
    dates,
    dates,
    words(30),
    st.builds(Organisation, words(60), npis),
    some(statuses),
)

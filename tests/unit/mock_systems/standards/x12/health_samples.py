"""A plain day of claims with what follows from them."""

from __future__ import annotations

from datetime import date, time

from mock_systems.standards.identifiers import npi_from
from mock_systems.standards.x12.acknowledgement import (
    ElementNote,
    FunctionalAcknowledgement,
    SegmentNote,
    SetAnswer,
)
from mock_systems.standards.x12.claim_institutional import (
    Admission,
    InstitutionalClaim,
    InstitutionalClaims,
    InstitutionalLine,
)
from mock_systems.standards.x12.claim_parts import (
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
from mock_systems.standards.x12.remittance_advice import (
    Adjustment,
    BankAccount,
    ClaimPayment,
    Payee,
    Payer,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)

NPI = npi_from("123456789")
PHYSICIAN_NPI = npi_from("198765432")

DAY = date(2026, 1, 5)
HOSPITAL_ADDRESS = Address("1 HOSPITAL WAY", "CHICAGO", "IL", "606010001")
HEADING = Heading(
    "BATCH0001",
    DAY,
    time(22, 0),
    Organisation("HOSPITAL GROUP", "HG001"),
    "EDI DESK",
    "3125550100",
    Organisation("CLEARINGHOUSE", "CH001"),
    BillingProvider("HOSPITAL ONE", NPI, "360000001", HOSPITAL_ADDRESS),
)
PATIENT = Subscriber(
    "PSEUDO",
    "P000123",
    "M000000123",
    Address("2 PATIENT ST", "CHICAGO", "IL", "60602"),
    date(1961, 2, 3),
    "F",
    "CI",
    "GRP9",
)
PAYER_NAME = Organisation("PAYER ONE", "PAY01")
INSTITUTIONAL_CLAIM = InstitutionalClaim(
    "ENC-0001",
    PATIENT,
    PAYER_NAME,
    (date(2025, 12, 30), date(2026, 1, 2)),
    "M1711",
    Physician("DOCTOR", "DANA", PHYSICIAN_NPI),
    (
        InstitutionalLine("0120", 450_000, 3, date(2025, 12, 30), control="L1"),
        InstitutionalLine("0278", 310_005, 4, date(2025, 12, 31), Procedure("C1713"), "L2"),
    ),
    admission=Admission(date(2025, 12, 30), time(10, 15)),
    authorisation="AUTH77",
    admitting_diagnosis="M1711",
    drg="470",
    other_diagnoses=("I10", "E119"),
)
CLAIMS_I = InstitutionalClaims(
    HEADING,
    (
        INSTITUTIONAL_CLAIM,
        InstitutionalClaim(
            "ENC-0002",
            PATIENT,
            PAYER_NAME,
            (DAY, DAY),
            "Z0000",
            Physician("DOCTOR", "DANA", PHYSICIAN_NPI),
            (InstitutionalLine("0510", 12_550, 1, DAY, Procedure("G0463", ("25",))),),
            "13",
            "7",
            payer_claim="ICN123",
        ),
    ),
)
CLAIMS_P = ProfessionalClaims(
    HEADING,
    (
        ProfessionalClaim(
            "CLN-0001",
            PATIENT,
            PAYER_NAME,
            ("J069", "R05"),
            (
                ProfessionalLine(Procedure("G0463", ("25",)), 15_000, 1, DAY, (1, 2), "L1"),
                ProfessionalLine(Procedure("J0120"), 2_005, 2, DAY, (2,)),
            ),
            rendering=Physician("DOCTOR", "DANA", PHYSICIAN_NPI),
        ),
    ),
)
STATUS_REPORT = ClaimStatusReport(
    "277-0001",
    date(2026, 1, 6),
    time(6, 0),
    PAYER_NAME,
    Organisation("HOSPITAL GROUP", "HG001"),
    "TRACE1",
    date(2026, 1, 6),
    date(2026, 1, 6),
    "BATCH0001",
    Organisation("HOSPITAL ONE", NPI),
    (
        ClaimStatus(
            "ENC-0001",
            "PSEUDO",
            "P000123",
            "M000000123",
            "A2",
            "20",
            date(2026, 1, 6),
            760_005,
            (date(2025, 12, 30), date(2026, 1, 2)),
            "PR",
            payer_claim="ICN124",
            bill_type="111",
        ),
        ClaimStatus(
            "ENC-0002",
            "PSEUDO",
            "P000124",
            "M000000124",
            "A7",
            "562",
            date(2026, 1, 6),
            12_550,
            (DAY, DAY),
            "85",
            ("A7", "164", "IL"),
        ),
    ),
)
REMITTANCE = Remittance(
    Payment(
        "EFT000991",
        500_000,
        date(2026, 1, 20),
        "1360000009",
        "ACH",
        BankAccount("071000013", "1234567"),
        BankAccount("071000288", "7654321"),
    ),
    date(2026, 1, 19),
    Payer(
        "PAYER ONE", Address("3 PAYER PLAZA", "HARTFORD", "CT", "061030001"), "EDI", "8005550100"
    ),
    Payee("HOSPITAL ONE", NPI),
    (
        ClaimPayment(
            "ENC-0001",
            "1",
            760_005,
            520_000,
            "12",
            "ICN124",
            "PSEUDO",
            "P000123",
            "M000000123",
            (date(2025, 12, 30), date(2026, 1, 2)),
            adjustments=(Adjustment("PR", "1", 100_000),),
            services=(
                ServicePayment(
                    450_000,
                    400_000,
                    date(2025, 12, 30),
                    None,
                    "0120",
                    3,
                    (Adjustment("CO", "45", 50_000),),
                    "L1",
                ),
                ServicePayment(
                    310_005,
                    220_000,
                    date(2025, 12, 31),
                    Procedure("C1713"),
                    "0278",
                    4,
                    (Adjustment("CO", "45", 80_000), Adjustment("PR", "2", 10_005)),
                    "L2",
                    ("N130",),
                ),
            ),
        ),
        ClaimPayment(
            "ENC-0003",
            "4",
            12_550,
            0,
            "12",
            "ICN125",
            "PSEUDO",
            "P000125",
            "M000000125",
            (DAY, DAY),
            "13",
            adjustments=(Adjustment("CO", "197", 12_550),),
        ),
        ClaimPayment(
            "ENC-0000",
            "22",
            -30_000,
            -20_000,
            "12",
            "ICN100",
            "PSEUDO",
            "P000100",
            "M000000100",
            (DAY, DAY),
            adjustments=(Adjustment("CO", "45", -10_000),),
        ),
    ),
    (
        ProviderAdjustment("WO", 1_000, date(2026, 12, 31), "ICN099"),
        ProviderAdjustment("L6", -1_000, date(2026, 12, 31)),
    ),
)

REFUSAL_999 = FunctionalAcknowledgement(
    "HC",
    42,
    "R",
    1,
    1,
    0,
    (),
    (
        SetAnswer(
            "837",
            "0001",
            "R",
            ("5",),
            (SegmentNote("CLM", 19, "8", (ElementNote(2, "I12", 782, "99.5", None),)),),
            "005010X223A2",
        ),
    ),
    "005010X223A2",
)

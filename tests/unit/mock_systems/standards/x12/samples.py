"""One plain document of each set, as the documents of a working day would be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from mock_systems.standards.identifiers import gs1_check_digit, npi_from
from mock_systems.standards.x12 import (
    acknowledgement,
    claim_institutional,
    claim_professional,
    claim_status,
    invoice,
    order,
    order_ack,
    remittance,
    ship_notice,
)
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
from mock_systems.standards.x12.envelope import Envelope, Partner
from mock_systems.standards.x12.invoice import Invoice
from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import (
    AcknowledgedLine,
    LineStatus,
    OrderAcknowledgement,
)
from mock_systems.standards.x12.parties import Place, Trader
from mock_systems.standards.x12.products import Product
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
from mock_systems.standards.x12.ship_notice import Pack, ShipNotice, ShippedItem, ShippedOrder

GROUP = Partner("HOSPITALGROUP")
SUPPLIER = Partner("0614141", "01")
PAYER = Partner("PAYER01", "30")
ENVELOPE = Envelope(GROUP, SUPPLIER, datetime(2026, 1, 5, 10, 15, tzinfo=UTC), 42)

GLN = "0614141000036"
GTIN = "1061414100041" + gs1_check_digit("1061414100041")
SSCC = "00614141000000123" + gs1_check_digit("00614141000000123")
NPI = npi_from("123456789")
PHYSICIAN_NPI = npi_from("198765432")

DAY = date(2026, 1, 5)
DOCK = Place("HOSPITAL 1 DOCK", GLN)
ACME = Trader("ACME MEDICAL", "30000123")
GLOVES = OrderLine(
    "1",
    10,
    "BX",
    1250,
    Product("100000123", vendor_item="AB-123", gtin=GTIN),
    "GLOVE EXAM NITRILE M",
)
SCREWS = OrderLine("2", 4, "EA", 31000, Product("100000124", manufacturer_item="SCR-35"))

ORDER = PurchaseOrder(
    "PO100045", DAY, DOCK, (GLOVES, SCREWS), "SA", "GPO-7781", date(2026, 1, 7), ACME
)
ORDER_ACK = OrderAcknowledgement(
    "PO100045",
    "AC",
    (
        AcknowledgedLine(GLOVES, (LineStatus("IP", 10, "BX", date(2026, 1, 6)),)),
        AcknowledgedLine(
            SCREWS,
            (
                LineStatus("IB", 3, "EA", date(2026, 1, 19)),
                LineStatus("IS", 1, "EA", None, Product(vendor_item="SCR-36")),
            ),
        ),
    ),
    DAY,
    "SO88123",
    date(2026, 1, 6),
)
SHIP_NOTICE = ShipNotice(
    "ASN5512",
    date(2026, 1, 6),
    time(6, 0),
    "UPSN",
    date(2026, 1, 6),
    DOCK,
    (
        ShippedOrder(
            "PO100045",
            (
                Pack(
                    SSCC,
                    (
                        ShippedItem(
                            "1", 6, "BX", GLOVES.product, "L2401", expires_on=date(2028, 12, 31)
                        ),
                        ShippedItem(
                            "1", 4, "BX", GLOVES.product, "L2402", expires_on=date(2029, 1, 31)
                        ),
                    ),
                ),
            ),
            DAY,
        ),
    ),
    "BOL991",
    date(2026, 1, 7),
    ACME,
)
INVOICE = Invoice(
    "INV70012",
    date(2026, 1, 6),
    "PO100045",
    DOCK,
    (GLOVES, SCREWS),
    137_745,
    ordered_on=DAY,
    supplier_order="SO88123",
    contract="GPO-7781",
    supplier=ACME,
    net_days=30,
    freight_minor=1245,
)
REFUSAL_997 = FunctionalAcknowledgement(
    "PO",
    42,
    "P",
    2,
    2,
    1,
    (),
    (
        SetAnswer("850", "0001", "A"),
        SetAnswer(
            "850",
            "0002",
            "R",
            ("5",),
            (SegmentNote("N1", 5, "8", (ElementNote(4, "7", "67", "0614141000037"),)),),
        ),
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
            (SegmentNote("CLM", 19, "8", (ElementNote(2, "I12", "782", "99.5", None),)),),
            "005010X223A2",
        ),
    ),
    "005010X223A2",
)

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

SUPPLY = {
    "850": (order, ORDER),
    "855": (order_ack, ORDER_ACK),
    "856": (ship_notice, SHIP_NOTICE),
    "810": (invoice, INVOICE),
    "997": (acknowledgement, REFUSAL_997),
}
HEALTH = {
    "837I": (claim_institutional, CLAIMS_I),
    "837P": (claim_professional, CLAIMS_P),
    "277CA": (claim_status, STATUS_REPORT),
    "835": (remittance, REMITTANCE),
    "999": (acknowledgement, REFUSAL_999),
}
EVERY = {**SUPPLY, **HEALTH}

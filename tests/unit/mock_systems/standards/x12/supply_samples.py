"""A plain order with what follows from it."""

from __future__ import annotations

from datetime import date, time

from mock_systems.standards.identifiers import gs1_check_digit
from mock_systems.standards.x12.acknowledgement import (
    ElementNote,
    FunctionalAcknowledgement,
    SegmentNote,
    SetAnswer,
)
from mock_systems.standards.x12.invoice import Invoice
from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import (
    AcknowledgedLine,
    LineStatus,
    OrderAcknowledgement,
)
from mock_systems.standards.x12.parties import Place, Trader
from mock_systems.standards.x12.products import Product
from mock_systems.standards.x12.ship_notice import Pack, ShipNotice, ShippedItem, ShippedOrder

GLN = "0614141000036"
GTIN = "1061414100041" + gs1_check_digit("1061414100041")
SSCC = "00614141000000123" + gs1_check_digit("00614141000000123")

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
            (SegmentNote("N1", 5, "8", (ElementNote(4, "7", 67, "0614141000037"),)),),
        ),
    ),
)

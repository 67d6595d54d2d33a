"""Rows as the systems answer with them."""

from __future__ import annotations

from tests.unit.integration_under_test.reference.fakes import ITEM

SUPPLIER_ROW = {
    "SupplierNumber": "100",
    "SupplierName": "Acme",
    "TaxIdentifier": "52-1234567",
    "PaymentTerms": "NET30",
    "Status": "ACTIVE",
    "ObjectVersionNumber": 2,
}
SUPPLIER = {
    "number": "100",
    "name": "Acme",
    "tax_id": "52-1234567",
    "terms": "NET30",
    "active": True,
    "version": 2,
}
ITEM_ROW = {
    "ItemNumber": ITEM,
    "Description": "screw",
    "StandardCost": "1.50",
    "Billable": True,
    "PurchaseUnit": {"UOMCode": "BX", "Factor": 10},
    "SupplierNumber": "100",
    "ListPrice": "15.00",
    "Status": "ACTIVE",
    "Version": 1,
}
QUOTE_ROW = {
    "contractNumber": "C-1",
    "version": 3,
    "erpSupplierNumber": "100",
    "itemNumber": ITEM,
    "uom": "BX",
    "unitPrice": {"value": "12.34", "currency": "USD"},
}
CONTRACT_ROW = {
    "contractNumber": "C-1",
    "erpSupplierNumber": "100",
    "activeVersion": 2,
    "versions": [
        {
            "version": number,
            "effectiveFrom": f"202{3 + number}-01-01",
            "effectiveTo": f"202{3 + number}-12-31",
            "lines": [{"itemNumber": ITEM}],
        }
        for number in (2, 3)
    ],
}
ORDER_ROW = {
    "po-number": "PO-1",
    "erp-supplier-number": "100",
    "ship-to": "SHIP-1001",
    "total": "24.68",
    "status": "issued",
    "lines": [
        {
            "line-num": 1,
            "item-number": ITEM,
            "uom": "box",
            "quantity": 2,
            "received-quantity": 1,
        }
    ],
}
INVOICE_ROW = {
    "InvoiceNumber": "I-1",
    "SupplierNumber": "100",
    "BusinessUnit": "BU100",
    "Status": "HELD",
    "Holds": ["PRICE"],
    "StatusVersion": 1,
}
PAYMENT_ROW = {
    "PaymentNumber": "P-1",
    "SupplierNumber": "100",
    "InvoiceNumber": "I-1",
    "BusinessUnit": "BU100",
    "Amount": "24.68",
    "PaymentDate": "2026-04-01",
    "Status": "ISSUED",
}
REQUISITION_ROW = {
    "id": 7,
    "external-reference": "API-portal/H01-OR-R-1",
    "number": "RQ-7",
    "status": "ordered",
    "total": "24.68",
    "po-numbers": ["PO-1"],
}
CHARGE_ROW = {
    "chargeId": "CH-1",
    "facilityId": 11,
    "encounterId": "ENC-1",
    "chargeCode": "SUP00001",
    "quantity": 2,
    "amountCents": 500,
    "serviceDate": "20260401",
    "status": "posted",
}
BATCH_ROW = {
    "Source": "API",
    "BatchNumber": "x-1",
    "Debit": "10.00",
    "JournalNumbers": ["J-1"],
}
BALANCE_XML = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<m:GetBalanceResponse xmlns:m="urn:mmis:materials:2009"><m:StoreNo>1</m:StoreNo>'
    "<m:ItemNo>A-9</m:ItemNo><m:Description>screw</m:Description><m:Unit>BX</m:Unit>"
    "<m:OnHand>4</m:OnHand></m:GetBalanceResponse></e:Body></e:Envelope>"
)
SITES_CSV = {"CSV": "COSITE,COUNIT,CODATE\nS1,H01,\n"}
VENDORS_CSV = {"CSV": "VNSITE,VNNO,VNNAME,VNTAX,VNTERM,VNSTAT\nS1,V9,Acme,52,NET30,ACTIVE\n"}
VOUCHERS_CSV = {"CSV": "VCSITE,VCNO,VCVEND,VCAMT,VCSTAT\nS1,V000001,V9,1200,PARKED\n"}

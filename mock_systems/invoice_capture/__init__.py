"""S13, AP automation: paper and e-mailed invoices, read by a machine, verified by people."""

from mock_systems.invoice_capture.system import InvoiceCapture

__all__ = ["InvoiceCapture"]

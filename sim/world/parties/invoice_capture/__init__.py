"""Paper and e-mailed invoices on their way through the capture service (S13)."""

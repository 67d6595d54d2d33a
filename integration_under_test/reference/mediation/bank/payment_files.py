"""How a payment file is wrapped for the bank (P08): NACHA, which the ERP has written."""

from __future__ import annotations

MAILBOX = "BANK"
SENDER = "HOSPITAL GROUP"
CONTENT_TYPE = "text/plain;layout=nacha"

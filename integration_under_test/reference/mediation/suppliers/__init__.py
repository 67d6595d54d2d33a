"""The adapter of suppliers that take orders by EDI (S09): X12 004010.

Both sides name items by the ERP's number, lines by the number that the order gave them.
"""

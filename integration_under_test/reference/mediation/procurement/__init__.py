"""The adapter of the procurement suite (S02): kebab-case, MM/DD/YYYY, each/box/case.

Its own ids of suppliers and invoices are not remembered: the look that goes before each write
finds them by the ERP's numbers.
"""

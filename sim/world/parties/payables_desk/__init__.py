"""Holds returned to their owners, disputes with suppliers (P07)."""

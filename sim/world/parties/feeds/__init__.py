"""Payroll, workforce, fixed-asset, biomedical, facilities and project systems (S18)."""
